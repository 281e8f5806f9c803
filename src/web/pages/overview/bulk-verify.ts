import { catalogId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { requesterOf } from '../../identity/caller.ts';
import { bulkReply } from './bulk-reply.ts';
import { readPicks } from '../../forms/read-picks.ts';

export async function bulkVerify({ protection, caller, form }: Call<'protection'>) {
  const by = requesterOf(caller);
  const outcome = await protection.verify(caller.tenant.id, readPicks(form).map(catalogId), by);
  return bulkReply(outcome, { did: 'queued for verification', startsRuns: true });
}
