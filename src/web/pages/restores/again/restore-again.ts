import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { requesterOf } from '../../../identity/caller.ts';
import { restorePlanView } from '../review/restore-plan-view.ts';

/** *Restore again*: a plan of what is new or changed since, to review or to choose anew. */
export async function restoreAgain({
  restorePlans,
  caller,
  params,
  reader,
}: Call<'restorePlans', 'id'>) {
  const tenantId = caller.tenant.id;
  const { id } = await restorePlans.again(tenantId, runId(params.id), requesterOf(caller));
  return show('restore-plan', restorePlanView(await restorePlans.get(tenantId, id), reader));
}
