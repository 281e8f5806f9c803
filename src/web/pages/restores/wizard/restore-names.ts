import { ProductError } from '../../../../core/kernel/errors.ts';
import { runId } from '../../../../core/kernel/ids.ts';
import type { FieldErrors } from '../../../forms/fields.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { readRestoreForm, targetOfForm } from './restore-form.ts';

export interface RestoreNamesView {
  errors: FieldErrors;
}

/** The messages beside name and key while somebody types. */
export async function restoreNames({
  restorePlans,
  caller: { tenant },
  params,
  form: fields,
}: Call<'restorePlans', 'id'>) {
  const form = readRestoreForm(fields);
  await restorePlans.begin(tenant.id, runId(params.id));
  const view = await restorePlans.destinations
    .nameMistakes(tenant.id, targetOfForm(form), form)
    .then((errors): RestoreNamesView => ({ errors }))
    .catch(withoutErrors);
  return show('restore-names', view);
}

/** A site that does not answer is reported when the step is submitted. */
function withoutErrors(error: unknown): RestoreNamesView {
  if (!(error instanceof ProductError)) throw error;
  return { errors: {} };
}
