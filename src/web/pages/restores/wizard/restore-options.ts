import { Damaged, InvalidInput, ProductError } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { restoreDestinationView, type Begun } from './restore-destination-view.ts';
import {
  readRestoreForm,
  targetOfForm,
  titleOf,
  wishOf,
  type RestoreForm,
} from './restore-form.ts';
import { restoreOptionsView } from './restore-options-view.ts';

/** The second step, once the destination is right. */
export async function restoreOptions(call: Call<'restorePlans', 'id'>) {
  const { restorePlans, caller, params } = call;
  const tenantId = caller.tenant.id;
  const form = readRestoreForm(call.form);
  const begun = await restorePlans.begin(tenantId, runId(params.id));
  try {
    const checked = await checkDestination(call, begun, form);
    return show('restore-options', await restoreOptionsView(call, begun, checked));
  } catch (error) {
    if (!(error instanceof ProductError) || error instanceof Damaged) throw error;
    const errors = error instanceof InvalidInput ? error.fields : { form: error.message };
    return show('restore-destination', await restoreDestinationView(call, begun, form, errors));
  }
}

/**
 * With the title of the schema, if it is one that is there.
 * @throws InvalidInput, and what a site that is asked throws
 */
async function checkDestination(
  { restorePlans, caller }: Call<'restorePlans'>,
  { targets }: Begun,
  form: RestoreForm,
): Promise<RestoreForm> {
  if (form.place === 'target' && !targets.some(({ id }) => id === form.targetId))
    throw new InvalidInput({ targetId: 'Choose a target instance.' });
  const { schema: wish } = wishOf(form);
  const schema = await restorePlans.destinations.chooseSchema(
    caller.tenant.id,
    targetOfForm(form),
    wish,
  );
  return schema.kind === 'new' ? form : { ...form, schemaTitle: titleOf(schema) };
}
