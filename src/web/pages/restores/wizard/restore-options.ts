import { Damaged, InvalidInput, ProductError } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import type { Call, Handler } from '../../../handling/call.ts';
import {
  readRestoreForm,
  targetOfForm,
  titleOf,
  wishOf,
  type RestoreForm,
} from './restore-form.ts';
import { destinationView, optionsView } from './restore-options-view.ts';

/** The second step, once the destination is right. */
export const restoreOptions: Handler = async (call) => {
  const { restorePlans, tenant } = call;
  const begun = await restorePlans.begin(tenant.id, runId(call.params['id']!));
  const form = readRestoreForm(call);
  try {
    const checked = await checkedDestination(
      call,
      form,
      begun.targets.map(({ id }) => id),
    );
    return { view: 'restore-options', data: await optionsView(call, begun, checked) };
  } catch (error) {
    if (!(error instanceof ProductError) || error instanceof Damaged) throw error;
    return {
      view: 'restore-destination',
      data: await destinationView(
        call,
        begun,
        form,
        error instanceof InvalidInput ? error.fields : { form: error.message },
      ),
    };
  }
};

/** @throws InvalidInput, and what a site that is asked throws */
async function checkedDestination(
  { restorePlans, tenant }: Call,
  form: RestoreForm,
  targets: string[],
): Promise<RestoreForm> {
  if (form.place === 'target' && !targets.includes(form.targetId))
    throw new InvalidInput({ targetId: 'Choose a target instance.' });
  const { schema: wish } = wishOf(form);
  const schema = await restorePlans.chooseSchema(tenant.id, targetOfForm(form), wish);
  return schema.kind === 'new' ? form : { ...form, schemaTitle: titleOf(schema) };
}
