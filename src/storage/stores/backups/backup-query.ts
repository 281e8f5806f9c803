import type { Backup } from '../../../core/backups/backup.ts';
import type { BackupFilter } from '../../../core/backups/backup-lists.ts';
import { isBeingRead } from '../../../core/backups/held-part.ts';
import type { CatalogId, RunId } from '../../../core/kernel/ids.ts';
import type { Filter } from '../../collection.ts';

export const COMPLETE = { state: 'complete' } as const;
export const PENDING = { state: 'pending' } as const;

export const completeOne = (id: RunId) => ({ _id: String(id), ...COMPLETE });
/**
 * Neither in the bin nor being deleted; documents of earlier versions know no bin. With the tenant,
 * these are the fields by which an index begins.
 */
export const listed = (catalogId: CatalogId) => ({
  ...ofSchema(catalogId),
  deleteRequested: false,
  'binned.at': null,
});
/** In the bin, and not being deleted. */
export const inBin = (catalogId: CatalogId) => ({
  ...ofSchema(catalogId),
  deleteRequested: false,
  'binned.at': { $gt: new Date(0) },
});
export const ofSchema = (catalogId: CatalogId) => ({ catalogId: String(catalogId), ...COMPLETE });

/** Marks one with a part that is going to be read. */
export const completing = (parts: Backup['parts']): { beingCompleted?: true } =>
  parts.some(isBeingRead) ? { beingCompleted: true } : {};

/** The query of a filter: only what it names. */
export function backupQuery(filter: Partial<BackupFilter>): Filter {
  const { trigger, storageId, verifiedOnly, from, to } = filter;
  const query: Record<string, unknown> = {};
  if (trigger) query['trigger'] = trigger;
  if (verifiedOnly) Object.assign(query, { 'verified.ok': true, damage: { $exists: false } });
  if (storageId) query['storageId'] = storageId;
  if (from && to) query['completedAt'] = { $gte: from, $lte: to };
  else if (from) query['completedAt'] = { $gte: from };
  else if (to) query['completedAt'] = { $lte: to };
  return query;
}
