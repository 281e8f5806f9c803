import { runId } from '../../../../core/kernel/ids.ts';
import type { PlanState } from '../../../../core/use-cases/restores/plan-state.ts';
import type { Call } from '../../../handling/call.ts';
import type { Flag } from '../../../handling/reply.ts';
import { requesterOf } from '../../../identity/caller.ts';
import { decisionErrors, readDecisions } from './decisions/sent-decisions.ts';
import { rulesNotKept } from './decisions/rules-not-kept.ts';
import { showPlan } from './show-plan.ts';

/** *Recalculate*: as the site is now; the rules that were chosen are kept. */
export async function restorePlanAgain(call: Call<'restorePlans', 'id'>) {
  const { restorePlans, caller, params } = call;
  const tenantId = caller.tenant.id;
  const state = await restorePlans.get(tenantId, runId(params.id));
  const flag = await keepRules(call, state);
  const again = await restorePlans.repeat(tenantId, state.run.id, requesterOf(caller));
  return showPlan(call, again, { flag });
}

/** Keeps the rules that can be followed. What is said of the others. */
async function keepRules(
  { restorePlans, form }: Call<'restorePlans', 'id'>,
  state: PlanState,
): Promise<Flag | undefined> {
  const { plan } = state;
  if (!plan) return undefined;
  const sent = readDecisions(form, plan);
  const refused = await restorePlans.decideWhatCanBe(state, sent.choices);
  return rulesNotKept({ ...sent.errors, ...decisionErrors(refused, plan) }, plan);
}
