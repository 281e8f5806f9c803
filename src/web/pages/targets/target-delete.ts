import { siteId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { showSettings, type SettingsUse } from '../settings/show-settings.ts';

export async function targetDelete(call: Call<SettingsUse, 'id'>) {
  const { targets, caller, params } = call;
  const { name } = await targets.remove(caller.tenant.id, siteId(params.id));
  return showSettings(
    call,
    { section: 'targets' },
    {
      events: ['close-dialog'],
      flag: {
        type: 'success',
        title: `${name} deleted`,
        body: "The token was erased. The site and your backups aren't affected.",
      },
    },
  );
}
