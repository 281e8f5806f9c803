import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { setupShowView } from './setup-show-view.ts';

export async function setupStorage({
  setup,
  sync,
  caller: { tenant },
  reader,
}: Call<'setup' | 'sync'>) {
  await setup.saveStorage(tenant.id);
  const state = await setup.view(tenant.id);
  const latest = await sync.latest(tenant.id);
  return show('setup-show', setupShowView(state, { step: 3, tenant, reader, sync: latest }));
}
