import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { showSettings, type SettingsUse } from '../../settings/show-settings.ts';
import { showAccepted, type AccountUse } from '../../settings/show-accepted.ts';
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
  call: Call<AccountUse>,
  { title, body }: { title: string; body: string },
) {
  const { setup, caller, reader } = call;
  const { tenant } = caller;
  const flag = { type: 'success', title, body } as const;
  const state = await setup.view(tenant.id);
  if (isSetUp(state) && state.source)
    return showAccepted(call, state.source.id, { section: 'account', flag });
  return show('setup-show', setupShowView(state, { step: 2, tenant, reader }), { flag });
}
