import { z } from 'zod';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { showSettings, type SettingsUse } from '../settings/show-settings.ts';
import { isSetUp, nextStep, setupShowView, type SetupStep } from './setup-show-view.ts';

const SetupQuery = z.object({ step: z.coerce.number().int().catch(1) });

/** The setup at a step that was reached before, or at the first; *Settings* once it is finished. */
export async function setupEdit(call: Call<SettingsUse | 'sync'>) {
  const { setup, sync, caller, query, reader } = call;
  const { tenant } = caller;
  const asked = SetupQuery.parse(query).step;
  const state = await setup.view(tenant.id);
  if (isSetUp(state)) return showSettings(call, { section: 'account' });
  const step = Math.max(1, Math.min(asked, nextStep(state))) as SetupStep;
  const latest = step === 3 ? await sync.latest(tenant.id) : undefined;
  return show('setup-show', setupShowView(state, { step, tenant, reader, sync: latest }));
}
