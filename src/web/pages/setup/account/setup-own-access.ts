import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import type { AccountUse } from '../../settings/show-accepted.ts';
import { formErrorsOf } from '../../settings/show-settings.ts';
import { noOwnAccessView, ownAccessView } from './own-access-view.ts';
import { accountRefused, accountSaved } from './account-saved.ts';

/** Asks Assets whether it lets the app in on its own, and says what that would be worth. */
export async function setupOwnAccess({ setup, caller: { tenant } }: Call<'setup'>) {
  try {
    return show('setup-own-access', ownAccessView(await setup.lookByOwnAccess(tenant)));
  } catch (error) {
    const refusal = formErrorsOf(error)?.['form'];
    if (refusal === undefined) throw error;
    return show('setup-own-access', noOwnAccessView(refusal));
  }
}

/** *Use the app's own access*: asked again, and saved in the place of an account. */
export async function setupOwnAccessSave(call: Call<AccountUse>) {
  const { setup, caller } = call;
  try {
    await setup.saveOwnAccess(caller.tenant);
  } catch (error) {
    const refusal = formErrorsOf(error)?.['form'];
    if (refusal === undefined) throw error;
    return accountRefused(call, { errors: { form: refusal } });
  }
  return accountSaved(call, {
    title: 'Access saved',
    body: 'This app reads Assets with its own access from now on.',
  });
}
