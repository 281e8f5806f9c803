import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { requesterOf } from '../../../identity/caller.ts';
import { restorePlanView } from './restore-plan-view.ts';

/** *Fix and resume*: a plan that fills in what the restore has skipped, to choose rules under. */
export async function restoreFix({
  restorePlans,
  caller,
  params,
  reader,
}: Call<'restorePlans', 'id'>) {
  const tenantId = caller.tenant.id;
  const { id } = await restorePlans.fix(tenantId, runId(params.id), requesterOf(caller));
  return show('restore-plan', restorePlanView(await restorePlans.get(tenantId, id), reader));
}
