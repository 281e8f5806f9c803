import { siteId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { showSettings, type SettingsUse } from '../settings/show-settings.ts';

export async function dataCenterDelete(call: Call<SettingsUse, 'id'>) {
  const { dataCenters, caller, params } = call;
  const { name } = await dataCenters.remove(caller.tenant.id, siteId(params.id));
  return showSettings(
    call,
    { section: 'data-centers' },
    {
      events: ['close-dialog', 'grid-changed'],
      flag: {
        type: 'success',
        title: `${name} deleted`,
        body: 'The saved sign-in was erased. Add the same address again to get its schemas and backups back.',
      },
    },
  );
}
