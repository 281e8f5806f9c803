import type { Handler } from '../../handling/call.ts';
import { gridView, readGridFilter } from './schema-list-view.ts';
import { connectionView, setupView } from '../setup/setup-show-view.ts';

/** The setup as long as it is not finished, at the step reached; else the grid. */
export const home: Handler = async (call) => {
  const view = await call.setup.view(call.tenant.id);
  const sync = await call.sync.latest(call.tenant.id);
  if (view.stepsDone < 3)
    return {
      view: 'setup-show',
      data: setupView(view, (view.stepsDone + 1) as 1 | 2 | 3, call, sync ? { sync } : {}),
    };
  const filter = readGridFilter(call.query);
  return {
    view: 'home-show',
    data: {
      grid: gridView(await call.grid.page(call.tenant.id, filter), filter, call),
      banner: view.banner,
      connection: view.source && connectionView(view.source, call, view.storage.label),
    },
  };
};
