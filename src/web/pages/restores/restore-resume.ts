import { runId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';
import { restoreShowView } from './restore-show-view.ts';

/** *Resume*: a restore that was stopped or failed takes up its work where it was. */
export async function restoreResume(call: Call<'restores' | 'backups' | 'restorePlans', 'id'>) {
  const { restores, caller, params } = call;
  const { id } = await restores.resume(caller.tenant.id, runId(params.id), requesterOf(caller));
  return show('restore-body', await restoreShowView(call, id), {
    flag: {
      type: 'success',
      title: 'Restore resumed',
    },
  });
}
