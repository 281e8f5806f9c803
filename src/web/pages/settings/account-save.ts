import { NotFound } from '../../../core/kernel/errors.ts';
import { cloudKind } from '../../../core/sites/kinds/cloud-kind.ts';
import { readDetails } from '../../../core/sites/site-kind.ts';
import type { Fields } from '../../forms/fields.ts';
import type { Call } from '../../handling/call.ts';
import type { Flag } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';
import { counted } from '../../view/formats/numbers.ts';
import { VIEW_PROGRESS } from '../overview/bulk-reply.ts';
import { formErrorsOf, showSettings, type SettingsUse } from './show-settings.ts';

type SaveCall = Call<SettingsUse | 'protection'>;

/** Another account or workspace, with the token that is stored. */
export function accountSave(call: SaveCall) {
  const { email = '', workspaceId = '' } = call.form;
  return saveConnection(call, 'account', { email, workspaceId });
}

/** *Test connection*: all checks again, of what is stored, whatever is typed. */
export const connectionTest = (call: SaveCall) => saveConnection(call, 'account', {});

/** *Replace token*. */
export function tokenSave(call: SaveCall) {
  const { token = '', tokenExpiresOn = '' } = call.form;
  // An empty one would keep the old token, and nothing would be replaced.
  if (token.trim() === '') {
    const errors = { token: 'API token is mandatory' };
    return showSettings(call, { section: 'token', typed: { tokenExpiresOn }, errors });
  }
  return saveConnection(call, 'token', { token, tokenExpiresOn });
}

/** Checks live and saves; what is wrong stands in its section, and what was typed stays. */
async function saveConnection(call: SaveCall, section: 'account' | 'token', changed: Fields) {
  const { setup, protection, caller } = call;
  const { source } = await setup.view(caller.tenant.id);
  if (!source) throw new NotFound('Finish the setup first. Reload the page.');
  const { email, workspaceId, tokenKind } = readDetails(cloudKind, source);
  const { tokenExpiresOn = '' } = source.setup;
  try {
    const stored = { email, workspaceId, token: '', tokenExpiresOn };
    if (Object.keys(changed).length === 0) await setup.test(caller.tenant);
    else if (tokenKind === 'own') await setup.saveOwnAccess(caller.tenant);
    else await setup.saveCredentials(caller.tenant, { ...stored, ...changed });
  } catch (error) {
    const errors = formErrorsOf(error);
    if (!errors) throw error;
    const { token: _token, ...typed } = changed;
    return showSettings(call, { section, typed, errors });
  }
  const { done } = await protection.retryRefused(caller.tenant.id, source.id, requesterOf(caller));
  const flag = flagOf(section, changed);
  return showSettings(
    call,
    { section },
    { events: ['grid-changed'], flag: done.length > 0 ? withRetries(flag, done.length) : flag },
  );
}

const withRetries = (flag: Flag, retried: number): Flag => ({
  ...flag,
  body: `${flag.body ?? ''} Retrying ${counted(retried, 'scheduled backup')} that failed.`,
  actions: [VIEW_PROGRESS],
});

function flagOf(section: 'account' | 'token', changed: Fields): Flag {
  if (section === 'token')
    return { type: 'success', title: 'Token replaced', body: 'Jira accepted the new token.' };
  return Object.keys(changed).length === 0
    ? { type: 'success', title: 'Connection works', body: 'Jira and Assets answered this account.' }
    : { type: 'success', title: 'Account saved', body: 'Jira and Assets accepted this account.' };
}
