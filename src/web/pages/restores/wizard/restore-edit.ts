import { z } from 'zod';
import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { restoreDestinationView } from './restore-destination-view.ts';
import { formOfInput } from './restore-form.ts';
import { restoreOptionsView } from './restore-options-view.ts';

const EditQuery = z.object({ step: z.enum(['destination', 'options']).catch('options') });

/** From a plan back to the steps that led to it, with everything that was chosen. */
export async function restoreEdit(call: Call<'restorePlans', 'id'>) {
  const { restorePlans, caller, params } = call;
  const { step } = EditQuery.parse(call.query);
  const planId = runId(params.id);
  const { input, ...begun } = await restorePlans.beginAgain(caller.tenant.id, planId);
  const form = formOfInput(input, planId);
  if (step === 'destination')
    return show('restore-destination', await restoreDestinationView(call, begun, form));
  return show('restore-options', await restoreOptionsView(call, begun, form));
}
