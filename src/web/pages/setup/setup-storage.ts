import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { formErrorsOf } from '../settings/show-settings.ts';
import { savedFlag, saveStorage, shownAgain } from '../storages/save-storage.ts';
import { setupShowView } from './setup-show-view.ts';

/** Checks a database live and saves; errors are shown beside their fields. */
export async function setupStorage(call: Call<'setup' | 'sync' | 'storages'>) {
  const { setup, sync, caller, reader } = call;
  const { tenant } = caller;
  try {
    const saved = await saveStorage(call);
    const state = await setup.view(tenant.id);
    const latest = await sync.latest(tenant.id);
    const view = setupShowView(state, { step: 3, tenant, reader, sync: latest });
    return show('setup-show', view, saved ? { flag: savedFlag(saved) } : {});
  } catch (error) {
    const errors = formErrorsOf(error);
    if (!errors) throw error;
    const typedStorage = shownAgain(call.form);
    const shown = { step: 2, tenant, reader, errors, typedStorage } as const;
    return show('setup-show', setupShowView(await setup.view(tenant.id), shown));
  }
}
