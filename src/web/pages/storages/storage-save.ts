import type { Call } from '../../handling/call.ts';
import { formErrorsOf, showSettings, type SettingsUse } from '../settings/show-settings.ts';
import { savedFlag, saveStorage, shownAgain } from './save-storage.ts';

/** *Change storage* of *Settings*: errors are shown beside their fields. */
export async function storageSave(call: Call<SettingsUse | 'storages'>) {
  try {
    const flag = savedFlag(await saveStorage(call));
    return showSettings(call, { section: 'storage' }, { events: ['grid-changed'], flag });
  } catch (error) {
    const errors = formErrorsOf(error);
    if (!errors) throw error;
    return showSettings(call, { section: 'storage', typed: shownAgain(call.form), errors });
  }
}
