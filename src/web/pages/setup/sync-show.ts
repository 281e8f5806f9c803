import type { Handler } from '../../handling/call.ts';
import { syncView } from './setup-show-view.ts';

/** The newest sync; when it has ended, the grid shows itself anew. */
export const syncShow: Handler = async (call) => {
  const run = await call.sync.latest(call.tenant.id);
  if (!run) return { view: 'sync-show', data: {} };
  const view = syncView(run, call) as { open: boolean };
  return {
    view: 'sync-show',
    data: view,
    ...(view.open ? {} : { events: ['grid-changed', 'sync-ended'] }),
  };
};
