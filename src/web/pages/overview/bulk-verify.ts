import type { Call } from '../../handling/call.ts';
import { requesterOf } from '../../identity/caller.ts';
import { bulkReply } from './bulk-reply.ts';
import { readPicks } from './read-picks.ts';

export async function bulkVerify({ protection, caller, form }: Call<'protection'>) {
  const by = requesterOf(caller);
  const outcome = await protection.verify(caller.tenant.id, readPicks(form), by);
  return bulkReply(outcome, { did: 'queued for verification', startsRuns: true });
}
