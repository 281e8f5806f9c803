import { cloudKind } from '../../../core/sites/kinds/cloud-kind.ts';
import { readDetails } from '../../../core/sites/site-kind.ts';
import type { Call } from '../../handling/call.ts';
import type { Flag } from '../../handling/reply.ts';
import { connectedSite } from './connected-site.ts';
import { showAccepted, type AccountUse } from './show-accepted.ts';
import { formErrorsOf, showSettings } from './show-settings.ts';

const TOKEN_REPLACED: Flag = {
  type: 'success',
  title: 'Token replaced',
  body: 'Jira accepted the new token.',
};
const EXPIRY_SAVED: Flag = {
  type: 'success',
  title: 'Expiry date saved',
  body: 'Jira still accepts the token.',
};
const USES_OWN_ACCESS =
  'This app uses its own access now, so what you entered was not saved. To use an account instead, enter its email, API token and workspace ID below, then choose Connect account.';
const NOTHING_NEW = 'Enter a new API token, or change the expiry date of the current one';

/**
 * *Replace token*, or only its expiry date. Somebody else may have replaced the account by the
 * app's own access, where a token has no account to go to.
 */
export async function tokenSave(call: Call<AccountUse>) {
  const { setup, caller, form } = call;
  const source = await connectedSite(call);
  const { email, workspaceId, tokenKind } = readDetails(cloudKind, source);
  const { token = '', tokenExpiresOn = '' } = form;
  const typed = { tokenExpiresOn };
  if (tokenKind === 'own')
    return showSettings(call, { section: 'account', typed, errors: { form: USES_OWN_ACCESS } });
  const isNew = token.trim() !== '';
  if (!isNew && tokenExpiresOn === (source.setup.tokenExpiresOn ?? ''))
    return showSettings(call, { section: 'token', typed, errors: { token: NOTHING_NEW } });
  try {
    await setup.saveCredentials(caller.tenant, { email, workspaceId, token, tokenExpiresOn });
  } catch (error) {
    const errors = formErrorsOf(error);
    if (!errors) throw error;
    return showSettings(call, { section: 'token', typed, errors });
  }
  const flag = isNew ? TOKEN_REPLACED : EXPIRY_SAVED;
  return showAccepted(call, source.id, { section: 'token', flag });
}
