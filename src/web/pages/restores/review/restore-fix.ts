import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { requesterOf } from '../../../identity/caller.ts';
import { showPlan } from './show-plan.ts';

/** *Fix and resume*: a plan that fills in what the restore has skipped, to choose rules under. */
export async function restoreFix(call: Call<'restorePlans', 'id'>) {
  const { restorePlans, caller, params } = call;
  const id = runId(params.id);
  return showPlan(call, await restorePlans.fix(caller.tenant.id, id, requesterOf(caller)));
}
