import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { requesterOf } from '../../../identity/caller.ts';
import { syncShowView } from './sync-show-view.ts';

export async function syncRequest({ sync, caller, reader }: Call<'sync'>) {
  const run = await sync.request(caller.tenant.id, requesterOf(caller));
  return show('sync-show', syncShowView(run, reader));
}
