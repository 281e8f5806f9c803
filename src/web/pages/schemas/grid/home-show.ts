import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { nextStep, setupShowView } from '../../setup/setup-show-view.ts';
import { readGridQuery } from './read-grid-query.ts';
import { homeShowView } from './home-show-view.ts';

/** The setup as long as it is not finished, at the step reached; else the grid. */
export async function homeShow({
  setup,
  sync,
  grid,
  protection,
  caller: { tenant },
  query,
  reader,
}: Call<'setup' | 'sync' | 'grid' | 'protection'>) {
  const filter = readGridQuery(query, reader);
  const [state, notice, found, overview] = await Promise.all([
    setup.view(tenant.id),
    setup.notice(tenant.id),
    grid.page(tenant.id, filter),
    protection.overview(tenant.id),
  ]);
  if (state.stepsDone < 3) {
    const latest = await sync.latest(tenant.id);
    const step = nextStep(state);
    return show('setup-show', setupShowView(state, { step, tenant, reader, sync: latest }));
  }
  const shown = { setup: state, notice, overview, grid: found, filter };
  return show('home-show', homeShowView(shown, reader));
}
