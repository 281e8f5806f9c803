import type { Call } from '../../../handling/call.ts';
import type { AccountUse } from '../../settings/show-accepted.ts';
import { formErrorsOf } from '../../settings/show-settings.ts';
import { CredentialsForm } from './credentials-form.ts';
import { accountRefused, accountSaved } from './account-saved.ts';

/**
 * Checks live and saves; errors are shown beside their fields, and everything typed (but the token)
 * stays.
 */
export async function setupCredentials(call: Call<AccountUse>) {
  const { setup, caller, form } = call;
  const credentials = CredentialsForm.parse(form);
  try {
    await setup.saveCredentials(caller.tenant, credentials);
  } catch (error) {
    const errors = formErrorsOf(error);
    if (!errors) throw error;
    const { token: _token, ...typed } = credentials;
    return accountRefused(call, { typed, errors });
  }
  return accountSaved(call, {
    title: 'Account saved',
    body: 'Jira and Assets accepted this account.',
  });
}
