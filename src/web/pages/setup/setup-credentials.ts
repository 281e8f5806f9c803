import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { formErrorsOf, showSettings, type SettingsUse } from '../settings/show-settings.ts';
import { CredentialsForm } from './credentials-form.ts';
import { isSetUp, setupShowView } from './setup-show-view.ts';

/**
 * Checks live and saves; what is wrong stands beside its field, and everything typed (but the
 * token) stays.
 */
export async function setupCredentials(call: Call<SettingsUse>) {
  const { setup, caller, form, reader } = call;
  const { tenant } = caller;
  const credentials = CredentialsForm.parse(form);
  try {
    await setup.saveCredentials(tenant, credentials);
  } catch (error) {
    const errors = formErrorsOf(error);
    if (!errors) throw error;
    const { token: _token, ...typed } = credentials;
    const state = await setup.view(tenant.id);
    if (isSetUp(state)) return showSettings(call, { section: 'account', typed, errors });
    return show('setup-show', setupShowView(state, { step: 1, tenant, reader, typed, errors }));
  }
  const flag = {
    type: 'success',
    title: 'Account saved',
    body: 'Jira and Assets accepted this account.',
  } as const;
  const state = await setup.view(tenant.id);
  if (isSetUp(state)) return showSettings(call, { section: 'account' }, { flag });
  return show('setup-show', setupShowView(state, { step: 2, tenant, reader }), { flag });
}
