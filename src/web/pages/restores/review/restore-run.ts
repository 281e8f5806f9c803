import { restoreKind } from '../../../../core/restores/restore-kind.ts';
import { isOfKind } from '../../../../core/runs/run-kind.ts';
import { Conflict, InvalidInput } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import { choicesFrom, withPlanChoices } from '../../../../core/restores/plan/plan-choices.ts';
import { chosenFor, type PlanState } from '../../../../core/use-cases/restores/plan-state.ts';
import type { Call } from '../../../handling/call.ts';
import { show, type Flag } from '../../../handling/reply.ts';
import { requesterOf } from '../../../identity/caller.ts';
import { restoreShowView } from '../restore-show-view.ts';
import { decisionErrors, readDecisions } from './decisions/sent-decisions.ts';
import { restorePlanView, type RefusedRun } from './restore-plan-view.ts';

const NEW_PLAN: Flag = {
  type: 'info',
  title: 'Recalculating the plan',
  body: 'Your rules change what is written to existing objects. Nothing has been written yet: review the new plan, then restore.',
};
const QUEUED: Flag = {
  type: 'success',
  title: 'Restore started',
  body: 'You can leave this page. Activity shows its progress.',
};
const WRONG_CHOICES = 'Some rules need attention. Correct them, then restore.';
const NOT_THERE =
  "Something you mapped to doesn't exist on the destination. Change the rule, then restore.";

/** *Restore*: from here on the site is written to. */
export async function restoreRun(call: Call<'restorePlans' | 'restores' | 'backups', 'id'>) {
  const { restorePlans, caller, params, form, reader } = call;
  const tenantId = caller.tenant.id;
  const reviewed = await restorePlans.get(tenantId, runId(params.id));
  const { choices: sent, errors } = reviewed.plan
    ? readDecisions(form, reviewed.plan)
    : { choices: [], errors: {} };
  if (Object.keys(errors).length > 0) {
    const refused = { form, errors, message: WRONG_CHOICES };
    return show('restore-plan', restorePlanView(reviewed, reader, refused));
  }
  try {
    const by = requesterOf(caller);
    const choices = choicesFrom(withPlanChoices(choicesFrom(chosenFor(reviewed)), sent));
    const run = await restorePlans.start(reviewed, choices, by);
    if (isOfKind(run, restoreKind))
      return show('restore-show', await restoreShowView(call, run.id, { fromWizard: true }), {
        flag: QUEUED,
      });
    const planned = await restorePlans.get(tenantId, run.id);
    return show('restore-plan', restorePlanView(planned, reader), { flag: NEW_PLAN });
  } catch (error) {
    const refusal = refusalOf(error, reviewed);
    if (!refusal) throw error;
    return show('restore-plan', restorePlanView(reviewed, reader, { form, ...refusal }));
  }
}

/** How an error is shown; undefined if it does not concern the reviewed plan. */
function refusalOf(error: unknown, { plan }: PlanState): Omit<RefusedRun, 'form'> | undefined {
  if (error instanceof InvalidInput && plan)
    return {
      message: error.fields['choices'] ?? NOT_THERE,
      errors: decisionErrors(error.fields, plan),
    };
  if (error instanceof Conflict) return { message: error.message, errors: {} };
  return undefined;
}
