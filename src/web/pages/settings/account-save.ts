import { NotFound } from '../../../core/kernel/errors.ts';
import { cloudKind } from '../../../core/sites/kinds/cloud-kind.ts';
import { readDetails } from '../../../core/sites/site-kind.ts';
import type { ConnectedSite } from '../../../core/use-cases/setup/setup.ts';
import type { Fields } from '../../forms/fields.ts';
import type { Call } from '../../handling/call.ts';
import type { Flag } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';
import { counted } from '../../view/formats/numbers.ts';
import { VIEW_PROGRESS } from '../overview/bulk-reply.ts';
import { formErrorsOf, showSettings, type SettingsUse } from './show-settings.ts';

type SaveCall = Call<SettingsUse | 'protection'>;

/** What is tried in a section. */
interface Attempt {
  section: 'account' | 'token';
  /** What is shown again where it is refused: everything except the token. */
  typed: Fields;
  run: () => Promise<unknown>;
  done: Flag;
}

const TOKEN_REPLACED: Flag = {
  type: 'success',
  title: 'Token replaced',
  body: 'Jira accepted the new token.',
};
const ACCOUNT_SAVED: Flag = {
  type: 'success',
  title: 'Account saved',
  body: 'Jira and Assets accepted this account.',
};
const CONNECTION_WORKS: Flag = {
  type: 'success',
  title: 'Connection works',
  body: 'Jira and Assets answered this account.',
};
const USES_OWN_ACCESS =
  'This app uses its own access now, so what you entered was not saved. To use an account instead, enter its email, API token and workspace ID below, then choose Connect account.';

/** Another account or workspace, with the token that is stored. */
export function accountSave(call: SaveCall) {
  const { email = '', workspaceId = '' } = call.form;
  return saveConnection(call, 'account', { email, workspaceId });
}

/** *Test connection*: all checks again, of what is stored, whatever is typed. */
export async function connectionTest(call: SaveCall) {
  const source = await connectedSite(call);
  const run = () => call.setup.test(call.caller.tenant);
  return attempt(call, source, { section: 'account', typed: {}, run, done: CONNECTION_WORKS });
}

/** *Replace token*. */
export function tokenSave(call: SaveCall) {
  const { token = '', tokenExpiresOn = '' } = call.form;
  return saveConnection(call, 'token', { token, tokenExpiresOn });
}

/**
 * Saves a part of the account that is connected. Somebody else may have replaced it by the app's
 * own access, where such a part has no account to go to.
 */
async function saveConnection(call: SaveCall, section: 'account' | 'token', changed: Fields) {
  const { setup, caller } = call;
  const source = await connectedSite(call);
  const { email, workspaceId, tokenKind } = readDetails(cloudKind, source);
  const { token: newToken, ...typed } = changed;
  if (tokenKind === 'own')
    return showSettings(call, { section: 'account', typed, errors: { form: USES_OWN_ACCESS } });
  // An empty one would keep the old token, and nothing would be replaced.
  if (newToken?.trim() === '')
    return showSettings(call, { section, typed, errors: { token: 'API token is mandatory' } });
  const { tokenExpiresOn = '' } = source.setup;
  const stored = { email, workspaceId, token: '', tokenExpiresOn };
  const run = () => setup.saveCredentials(caller.tenant, { ...stored, ...changed });
  const done = section === 'token' ? TOKEN_REPLACED : ACCOUNT_SAVED;
  return attempt(call, source, { section, typed, run, done });
}

/** @throws NotFound before the setup is finished */
async function connectedSite({ setup, caller }: SaveCall): Promise<ConnectedSite> {
  const { source } = await setup.view(caller.tenant.id);
  if (!source) throw new NotFound('Finish the setup first. Reload the page.');
  return source;
}

/** Checks live and saves; what is wrong stands in its section, and what was typed stays. */
async function attempt(
  call: SaveCall,
  source: ConnectedSite,
  { section, typed, run, done: flag }: Attempt,
) {
  const { protection, caller } = call;
  try {
    await run();
  } catch (error) {
    const errors = formErrorsOf(error);
    if (!errors) throw error;
    return showSettings(call, { section, typed, errors });
  }
  const { done } = await protection.retryRefused(caller.tenant.id, source.id, requesterOf(caller));
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
