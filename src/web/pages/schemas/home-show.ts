import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { nextStep, setupShowView } from '../setup/setup-show-view.ts';
import { readGridQuery } from './read-grid-query.ts';
import { homeShowView } from './home-show-view.ts';

/** The setup as long as it is not finished, at the step reached; else the grid. */
export async function homeShow({
  setup,
  sync,
  grid,
  caller: { tenant },
  query,
  reader,
}: Call<'setup' | 'sync' | 'grid'>) {
  const state = await setup.view(tenant.id);
  if (state.stepsDone < 3) {
    const latest = await sync.latest(tenant.id);
    const step = nextStep(state);
    return show('setup-show', setupShowView(state, { step, tenant, reader, sync: latest }));
  }
  const filter = readGridQuery(query);
  const found = await grid.page(tenant.id, filter);
  return show('home-show', homeShowView(state, found, filter, reader));
}
