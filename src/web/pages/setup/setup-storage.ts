import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { isSetUp, setupShowView } from './setup-show-view.ts';

export async function setupStorage({
  setup,
  sync,
  caller: { tenant },
  reader,
}: Call<'setup' | 'sync'>) {
  await setup.saveStorage(tenant.id);
  const state = await setup.view(tenant.id);
  const latest = await sync.latest(tenant.id);
  const editing = isSetUp(state);
  return show(
    'setup-show',
    setupShowView(state, { step: 3, tenant, reader, editing, sync: latest }),
  );
}
