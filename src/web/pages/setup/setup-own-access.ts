import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { formErrorsOf, showSettings, type SettingsUse } from '../settings/show-settings.ts';
import { noOwnAccessView, ownAccessView } from './own-access-view.ts';
import { isSetUp, setupShowView } from './setup-show-view.ts';

/** Asks Assets whether it lets the app in by itself, and says what that would be worth. */
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
export async function setupOwnAccessSave(call: Call<SettingsUse>) {
  const { setup, caller, reader } = call;
  const { tenant } = caller;
  try {
    await setup.saveOwnAccess(tenant);
  } catch (error) {
    const refusal = formErrorsOf(error)?.['form'];
    if (refusal === undefined) throw error;
    const errors = { form: refusal };
    const state = await setup.view(tenant.id);
    if (isSetUp(state)) return showSettings(call, { section: 'account', errors });
    return show('setup-show', setupShowView(state, { step: 1, tenant, reader, errors }));
  }
  const flag = {
    type: 'success',
    title: 'Access saved',
    body: 'This app reads Assets with its own access from now on.',
  } as const;
  const state = await setup.view(tenant.id);
  if (isSetUp(state)) return showSettings(call, { section: 'account' }, { flag });
  return show('setup-show', setupShowView(state, { step: 2, tenant, reader }), { flag });
}
