import { restoreKind } from '../../../../core/restores/restore-kind.ts';
import { isOfKind } from '../../../../core/runs/run-kind.ts';
import { Conflict, InvalidInput } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import type { PlanState } from '../../../../core/use-cases/restores/restore-plans.ts';
import type { Call } from '../../../handling/call.ts';
import { show, type Flag } from '../../../handling/reply.ts';
import { requesterOf } from '../../../identity/caller.ts';
import { restoreShowView } from '../restore-show-view.ts';
import { choiceErrors, readChoices } from './read-choices.ts';
import { restorePlanView, type RefusedRun } from './restore-plan-view.ts';

const NEW_PLAN: Flag = {
  type: 'info',
  title: 'Nothing is written yet: a new plan is made',
  body: 'The rules that you chose change what is written to objects that are there. Look at the new plan, then run it.',
};
const QUEUED: Flag = {
  type: 'success',
  title: 'Restore queued',
  body: 'This page shows how far it is. It goes on when you leave it.',
};
const WRONG_CHOICES = 'Something above is not right yet. Correct it, then run the restore.';
const NOT_THERE =
  'Something that you mapped to is not on the destination. Change it above, then run the restore.';

/** *Run*: from here on the site is written to. */
export async function restoreRun(call: Call<'restorePlans' | 'restores' | 'backups', 'id'>) {
  const { restorePlans, caller, params, form, reader } = call;
  const tenantId = caller.tenant.id;
  const reviewed = await restorePlans.get(tenantId, runId(params.id));
  const { choices, errors } = reviewed.plan
    ? readChoices(form, reviewed.plan)
    : { choices: [], errors: {} };
  if (Object.keys(errors).length > 0) {
    const refused = { form, errors, message: WRONG_CHOICES };
    return show('restore-plan', restorePlanView(reviewed, reader, refused));
  }
  try {
    const by = requesterOf(caller);
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

/** What is shown of an error; undefined where it is none of the reviewed plan's. */
function refusalOf(error: unknown, { plan }: PlanState): Omit<RefusedRun, 'form'> | undefined {
  if (error instanceof InvalidInput && plan)
    return {
      message: error.fields['choices'] ?? NOT_THERE,
      errors: choiceErrors(error.fields, plan),
    };
  if (error instanceof Conflict) return { message: error.message, errors: {} };
  return undefined;
}
