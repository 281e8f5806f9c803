import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { requesterOf } from '../../../identity/caller.ts';
import { showPlan } from '../review/show-plan.ts';

/** *Restore again*: a plan of what is new or changed since, to review or to choose again. */
export async function restoreAgain(call: Call<'restorePlans', 'id'>) {
  const { restorePlans, caller, params } = call;
  const id = runId(params.id);
  return showPlan(call, await restorePlans.again(caller.tenant.id, id, requesterOf(caller)));
}
