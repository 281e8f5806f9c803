import { z } from 'zod';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { isSetUp, nextStep, setupShowView, type SetupStep } from './setup-show-view.ts';

const SetupQuery = z.object({ step: z.coerce.number().int().catch(1) });

/** The setup at a step that was reached before, or at the first; also *Edit configuration*. */
export async function setupEdit({
  setup,
  sync,
  caller: { tenant },
  query,
  reader,
}: Call<'setup' | 'sync'>) {
  const asked = SetupQuery.parse(query).step;
  const state = await setup.view(tenant.id);
  const step = Math.max(1, Math.min(asked, nextStep(state))) as SetupStep;
  const latest = step === 3 ? await sync.latest(tenant.id) : undefined;
  const editing = isSetUp(state);
  return show('setup-show', setupShowView(state, { step, tenant, reader, editing, sync: latest }));
}
