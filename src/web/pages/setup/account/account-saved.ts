import type { Call } from '../../../handling/call.ts';
import { show, type Effects } from '../../../handling/reply.ts';
import { showSettings, type SettingsUse } from '../../settings/show-settings.ts';
import type { SettingsShown } from '../../settings/settings-view.ts';
import { isSetUp, setupShowView } from '../setup-show-view.ts';

/** The account was refused: shows why in the form it was sent from. */
export async function accountRefused(
  call: Call<SettingsUse>,
  refused: Pick<SettingsShown, 'typed' | 'errors'>,
) {
  const { setup, caller, reader } = call;
  const { tenant } = caller;
  const state = await setup.view(tenant.id);
  if (isSetUp(state)) return showSettings(call, { section: 'account', ...refused });
  return show('setup-show', setupShowView(state, { step: 1, tenant, reader, ...refused }));
}

/** The account was saved: continues the setup, or goes back to its section in Settings. */
export async function accountSaved(
  call: Call<SettingsUse>,
  { title, body }: { title: string; body: string },
) {
  const { setup, caller, reader } = call;
  const { tenant } = caller;
  const effects: Effects = { flag: { type: 'success', title, body } };
  const state = await setup.view(tenant.id);
  if (isSetUp(state)) return showSettings(call, { section: 'account' }, effects);
  return show('setup-show', setupShowView(state, { step: 2, tenant, reader }), effects);
}
