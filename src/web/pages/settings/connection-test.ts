import type { Call } from '../../handling/call.ts';
import type { Flag } from '../../handling/reply.ts';
import { connectedSite } from './connected-site.ts';
import { showAccepted, type AccountUse } from './show-accepted.ts';
import { formErrorsOf, showSettings } from './show-settings.ts';

const CONNECTION_WORKS: Flag = {
  type: 'success',
  title: 'Connection works',
  body: 'Jira and Assets answered this account.',
};

/** *Test connection*: all checks again, of what is stored, whatever is typed. */
export async function connectionTest(call: Call<AccountUse>) {
  const { setup, caller } = call;
  const { id } = await connectedSite(call);
  try {
    await setup.test(caller.tenant);
  } catch (error) {
    const errors = formErrorsOf(error);
    if (!errors) throw error;
    return showSettings(call, { section: 'account', errors, hasTestFailed: true });
  }
  return showAccepted(call, id, { section: 'account', flag: CONNECTION_WORKS });
}
