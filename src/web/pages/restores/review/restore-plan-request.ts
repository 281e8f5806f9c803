import { InvalidInput, ProductError } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import { by, type Handler } from '../../../handling/call.ts';
import { readRestoreForm, wishOf } from '../wizard/restore-form.ts';
import { planPage } from './restore-plan-view.ts';
import { destinationView, optionsView } from '../wizard/restore-options-view.ts';

/** *Review*: asks for the plan, and shows how far it is. What is wrong by now stands in its step, with everything that was chosen. */
export const restorePlanRequest: Handler = async (call) => {
  const { restorePlans, tenant } = call;
  const begun = await restorePlans.begin(tenant.id, runId(call.params['id']!));
  const form = readRestoreForm(call);
  try {
    const { id } = await restorePlans.request(tenant.id, begun.backup.id, wishOf(form), by(call));
    return { view: 'restore-plan', data: await planPage(call, id) };
  } catch (error) {
    if (!(error instanceof ProductError)) throw error;
    const errors = error instanceof InvalidInput ? error.fields : { form: error.message };
    if (['name', 'key', 'schemaId'].some((field) => errors[field] !== undefined))
      return {
        view: 'restore-destination',
        data: await destinationView(call, begun, form, errors),
      };
    return { view: 'restore-options', data: await optionsView(call, begun, form, errors) };
  }
};
