import { SERVICE_STORAGE } from '../../../core/storages/storage.ts';
import type { Call } from '../../handling/call.ts';
import { formErrorsOf, showSettings, type SettingsUse } from '../settings/show-settings.ts';
import { savedFlag } from './save-storage.ts';

/** New backups go to a storage that is known already, once it was seen to work. */
export async function storageUse(call: Call<SettingsUse | 'storages', 'id'>) {
  const { setup, storages, caller, params } = call;
  const tenantId = caller.tenant.id;
  try {
    const isOwn = params.id !== SERVICE_STORAGE.id;
    const saved = isOwn ? await storages.renew(tenantId, params.id) : undefined;
    await setup.saveStorage(tenantId, params.id);
    const effects = { events: ['grid-changed' as const], flag: savedFlag(saved) };
    return showSettings(call, { section: 'storage' }, effects);
  } catch (error) {
    const errors = formErrorsOf(error);
    if (!errors) throw error;
    const { form: body = '' } = errors;
    return showSettings(
      call,
      { section: 'storage' },
      { flag: { type: 'error', title: 'Storage not changed', body } },
    );
  }
}
