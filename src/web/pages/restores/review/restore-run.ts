import { Conflict, InvalidInput } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import { by, type Handler } from '../../../handling/call.ts';
import { choiceErrors, readChoices } from './restore-choices.ts';
import { planPage } from './restore-plan-view.ts';
import { restorePage } from '../restore-show-view.ts';

/** *Run*: from here on the site is written to. */
export const restoreRun: Handler = async (call) => {
  const { restorePlans, tenant, form } = call;
  const {
    run: { id: planId },
    plan,
  } = await restorePlans.get(tenant.id, runId(call.params['id']!));
  const { choices, errors } = plan ? readChoices(form, plan) : { choices: {}, errors: {} };
  const again = async (message: string, wrong = errors) => ({
    view: 'restore-plan',
    data: await planPage(call, planId, { form, errors: wrong, message }),
  });
  if (Object.keys(errors).length > 0)
    return again('Something above is not right yet. Correct it, then run the restore.');
  try {
    const { id, kind } = await restorePlans.start(tenant.id, planId, choices, by(call));
    if (kind === 'restore-plan')
      return {
        view: 'restore-plan',
        data: await planPage(call, id),
        flag: {
          type: 'info',
          title: 'Nothing is written yet: a new plan is made',
          body: 'The rules that you chose change what is written to objects that are there. Look at the new plan, then run it.',
        },
      };
    return {
      view: 'restore-show',
      data: await restorePage(call, id, { fromWizard: true }),
      flag: {
        type: 'success',
        title: 'Restore queued',
        body: 'This page shows how far it is. It goes on when you leave it.',
      },
    };
  } catch (error) {
    if (error instanceof InvalidInput && plan)
      return again(
        error.fields['choices'] ??
          'Something that you mapped to is not on the destination. Change it above, then run the restore.',
        choiceErrors(error.fields, plan),
      );
    if (error instanceof Conflict) return again(error.message);
    throw error;
  }
};
