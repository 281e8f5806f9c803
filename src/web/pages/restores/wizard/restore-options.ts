import { ProductError, type InvalidInput } from '../../../../core/errors.ts';
import { runId } from '../../../../core/ids.ts';
import type { Call, Handler } from '../../../reply.ts';
import { isNew, readRestoreForm, targetOfForm, type RestoreForm } from '../../../view/restore-form.ts';
import { destinationView, optionsView } from '../../../view/restore-wizard.ts';

/** The second step, once the destination is right. */
export const restoreOptions: Handler = async (call) => {
  const { restores, tenant } = call;
  const begun = await restores.begin(tenant.id, runId(call.params['id']!));
  const form = readRestoreForm(call);
  const errors = await mistakes(call, form, begun.targets.map(({ id }) => id));
  if (Object.keys(errors).length > 0) return { view: 'restore-destination', data: await destinationView(call, begun, form, errors) };
  return { view: 'restore-options', data: optionsView(call, { ...begun, types: await restores.types(tenant.id, begun.backup.id) }, form) };
};

async function mistakes({ restores, tenant }: Call, form: RestoreForm, targets: string[]): Promise<InvalidInput['fields']> {
  if (form.place === 'target' && !targets.includes(form.targetId)) return { targetId: 'Choose a target instance.' };
  try {
    if (isNew(form)) return await restores.nameMistakes(tenant.id, targetOfForm(form), form);
    return (await restores.schemas(tenant.id, targetOfForm(form))).some(({ id }) => id === form.schemaId) ? {} : { schemaId: 'Choose a schema of the list.' };
  } catch (error) {
    if (!(error instanceof ProductError)) throw error;
    return { form: error.message };
  }
}
