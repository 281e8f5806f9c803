import type { Backup } from '../../../core/backups/backup.ts';
import { isBeingRead } from '../../../core/backups/held-part.ts';
import type { CatalogId, RunId } from '../../../core/kernel/ids.ts';

export const COMPLETE = { state: 'complete' } as const;
export const PENDING = { state: 'pending' } as const;
/** Its deletion was not requested. */
export const STAYING = { deleteRequested: false } as const;
export const NOT_HELD = { hold: null } as const;
/** No run has claimed it to delete it. */
export const NOT_CLAIMED = { deletedBy: null } as const;
export const BINNED = { 'binned.at': { $gt: new Date(0) } } as const;

export const completeOne = (id: RunId) => ({ _id: String(id), ...COMPLETE });
/**
 * Neither in the bin nor being deleted; documents of earlier versions know no bin. With the tenant,
 * these are the fields by which an index begins.
 */
export const listed = (catalogId: CatalogId) => ({ ...standing(catalogId), 'binned.at': null });
/** In the bin, and not being deleted. */
export const inBin = (catalogId: CatalogId) => ({ ...standing(catalogId), ...BINNED });
/** Not being deleted, in the bin or not. */
export const standing = (catalogId: CatalogId) => ({ ...ofSchema(catalogId), ...STAYING });
export const ofSchema = (catalogId: CatalogId) => ({ catalogId: String(catalogId), ...COMPLETE });

/** Marks one with a part that is going to be read. */
export const completing = (parts: Backup['parts']): { beingCompleted?: true } =>
  parts.some(isBeingRead) ? { beingCompleted: true } : {};
