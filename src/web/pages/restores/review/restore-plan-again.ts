import { InvalidInput } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { requesterOf } from '../../../identity/caller.ts';
import { readDecisions } from './decisions/sent-decisions.ts';
import { showPlan } from './show-plan.ts';

/** *Recalculate*: as the site is now; the rules that were chosen are kept. */
export async function restorePlanAgain(call: Call<'restorePlans', 'id'>) {
  const { restorePlans, caller, params, form } = call;
  const tenantId = caller.tenant.id;
  const state = await restorePlans.get(tenantId, runId(params.id));
  const sent = state.plan ? readDecisions(form, state.plan).choices : [];
  await restorePlans.decide(state, sent).catch(unlessRefused);
  return showPlan(call, await restorePlans.repeat(tenantId, state.run.id, requesterOf(caller)));
}

/** A rule that cannot be followed is dropped, as the new plan shows. */
function unlessRefused(error: unknown): void {
  if (!(error instanceof InvalidInput)) throw error;
}
