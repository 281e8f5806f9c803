import { catalogId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { requesterOf } from '../../identity/caller.ts';
import { bulkReply } from './bulk-reply.ts';
import { readChosenParts } from '../../forms/read-chosen-parts.ts';
import { readPicks } from '../../forms/read-picks.ts';

export async function bulkBackup({ protection, caller, form }: Call<'protection'>) {
  const of = { by: requesterOf(caller), parts: readChosenParts(form) };
  const outcome = await protection.backUp(caller.tenant.id, readPicks(form).map(catalogId), of);
  return bulkReply(outcome, { did: 'queued for backup', startsRuns: true });
}
