import { Conflict, InvalidInput, Unavailable } from '../../../core/kernel/errors.ts';
import type { FieldErrors } from '../../forms/fields.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { CredentialsForm } from './credentials-form.ts';
import { isSetUp, setupShowView } from './setup-show-view.ts';

/**
 * Checks live and saves; what is wrong stands beside its field, and everything typed (but the
 * token) stays.
 */
export async function setupCredentials({ setup, caller: { tenant }, form, reader }: Call<'setup'>) {
  const credentials = CredentialsForm.parse(form);
  try {
    await setup.saveCredentials(tenant, credentials);
  } catch (error) {
    const errors = errorsOf(error);
    if (!errors) throw error;
    const { token: _token, ...typed } = credentials;
    const state = await setup.view(tenant.id);
    const editing = isSetUp(state);
    return show(
      'setup-show',
      setupShowView(state, { step: 1, tenant, reader, typed, errors, editing }),
    );
  }
  const state = await setup.view(tenant.id);
  const editing = isSetUp(state);
  return show('setup-show', setupShowView(state, { step: 2, tenant, reader, editing }), {
    flag: {
      type: 'success',
      title: 'Credentials saved',
      body: 'The account, the token and the workspace were checked on the site.',
    },
  });
}

function errorsOf(error: unknown): FieldErrors | undefined {
  if (error instanceof InvalidInput) return error.fields;
  if (error instanceof Conflict || error instanceof Unavailable) return { form: error.message };
  return undefined;
}
