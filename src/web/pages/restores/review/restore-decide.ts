import { InvalidInput } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { restorePlanView } from './restore-plan-view.ts';
import { decisionErrors, readDecisions } from './decisions/sent-decisions.ts';

/** A rule for a whole group, as it is chosen: it is kept, and the figures follow it. */
export async function restoreDecide({
  restorePlans,
  caller,
  params,
  form,
  reader,
}: Call<'restorePlans', 'id'>) {
  const planId = runId(params.id);
  const state = await restorePlans.get(caller.tenant.id, planId);
  const sent = state.plan ? readDecisions(form, state.plan) : { choices: [], errors: {} };
  const errors = { ...sent.errors };
  try {
    await restorePlans.decide(state, sent.choices);
  } catch (error) {
    if (!(error instanceof InvalidInput) || !state.plan) throw error;
    Object.assign(errors, decisionErrors(error.fields, state.plan));
  }
  const saved = await restorePlans.get(caller.tenant.id, planId);
  const view = restorePlanView(saved, reader, { form, errors, message: undefined });
  return show('restore-plan-body', view);
}
