import { InvalidInput, Unavailable } from '../../../../core/kernel/errors.ts';
import type { FieldErrors } from '../../../forms/fields.ts';
import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { CredentialsForm } from './credentials-form.ts';
import { setupShowView } from '../setup-show-view.ts';

/** *Look up*: fills the workspace ID from the site. */
export async function setupWorkspace({ setup, caller: { tenant }, form, reader }: Call<'setup'>) {
  const credentials = CredentialsForm.parse(form);
  const { token: _token, ...typed } = credentials;
  const state = await setup.view(tenant.id);
  const shown = { step: 1, tenant, reader } as const;
  try {
    const workspaceId = await setup.findWorkspace(tenant, credentials);
    const filled = { ...typed, workspaceId };
    return show('setup-workspace', setupShowView(state, { ...shown, typed: filled }));
  } catch (error) {
    const errors = errorsOf(error);
    if (!errors) throw error;
    return show('setup-workspace', setupShowView(state, { ...shown, typed, errors }));
  }
}

function errorsOf(error: unknown): FieldErrors | undefined {
  if (error instanceof InvalidInput) return error.fields;
  if (error instanceof Unavailable) return { workspaceId: error.message };
  return undefined;
}
