import { runId } from '../../../../core/kernel/ids.ts';
import type { Handler } from '../../../handling/call.ts';
import { formOfInput } from './restore-form.ts';
import { destinationView, optionsView } from './restore-options-view.ts';

/** From a plan back to the steps that led to it, with everything that was chosen. */
export const restoreEdit: Handler = async (call) => {
  const { restorePlans, tenant } = call;
  const { run, input } = await restorePlans.get(tenant.id, runId(call.params['id']!));
  const begun = await restorePlans.begin(tenant.id, run.backupId!);
  const form = formOfInput(input);
  if (call.query['step'] === 'destination')
    return { view: 'restore-destination', data: await destinationView(call, begun, form) };
  return { view: 'restore-options', data: await optionsView(call, begun, form) };
};
