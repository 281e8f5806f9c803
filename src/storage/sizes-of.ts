import type { StorageUsage } from '../core/storages/storage-usage.ts';
import type { Collection, StoredDocument } from './collection.ts';

/** How many documents there are, and what their sizes add up to: an index may tell it alone. */
export async function sizesOf<D extends StoredDocument & { size: number }>(
  documents: Collection<D>,
): Promise<StorageUsage> {
  const sums = { bytes: { $sum: '$size' }, objects: { $sum: 1 } };
  const [usage] = await documents.group<StorageUsage>({}, { _id: null, ...sums });
  return { bytes: usage?.bytes ?? 0, objects: usage?.objects ?? 0 };
}
