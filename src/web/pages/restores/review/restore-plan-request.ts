import { InvalidInput, ProductError } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { requesterOf } from '../../../identity/caller.ts';
import { restoreDestinationView } from '../wizard/restore-destination-view.ts';
import { readRestoreForm, wishOf } from '../wizard/restore-form.ts';
import { restoreOptionsView } from '../wizard/restore-options-view.ts';
import { showPlan } from './show-plan.ts';

/** Fields of the first step. */
const OF_DESTINATION = ['name', 'key', 'schemaId'];

/**
 * *Review*: asks for the plan, and shows how far it is. What has become wrong is shown in its step,
 * with everything that was chosen.
 */
export async function restorePlanRequest(call: Call<'restorePlans', 'id'>) {
  const { restorePlans, caller, params } = call;
  const tenantId = caller.tenant.id;
  const form = readRestoreForm(call.form);
  const begun = await restorePlans.begin(tenantId, runId(params.id));
  try {
    const by = requesterOf(caller);
    const run = await restorePlans.request(tenantId, begun.backup.id, wishOf(form), by);
    return await showPlan(call, run);
  } catch (error) {
    if (!(error instanceof ProductError)) throw error;
    const errors = error instanceof InvalidInput ? error.fields : { form: error.message };
    if (OF_DESTINATION.some((field) => errors[field] !== undefined))
      return show('restore-destination', await restoreDestinationView(call, begun, form, errors));
    return show('restore-options', await restoreOptionsView(call, begun, form, errors));
  }
}
