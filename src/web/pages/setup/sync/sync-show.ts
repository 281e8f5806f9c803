import type { Call } from '../../../handling/call.ts';
import { show, type Effects } from '../../../handling/reply.ts';
import { syncShowView } from './sync-show-view.ts';

const ENDED: Effects = { events: ['grid-changed', 'sync-ended'] };

/** The newest sync; when it has ended, the grid shows itself again. */
export async function syncShow({ sync, caller, reader }: Call<'sync'>) {
  const run = await sync.latest(caller.tenant.id);
  const view = syncShowView(run, reader);
  return show('sync-show', view, run && !view.open ? ENDED : {});
}
