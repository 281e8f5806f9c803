import { Collection } from '../../collection.ts';
import type { VaultPlace } from '../../vault/vault-place.ts';
import type { MirroredBackup } from './bucket-manifests.ts';
import type { BucketRecords, RecordOwner } from './bucket-records.ts';

/**
 * Writes what a bucket tells of its backups into the service database. Packs come first: a backup
 * that is listed has all that is known of them. Repeatable.
 */
export async function takeInBackups(
  backups: AsyncIterable<MirroredBackup>,
  { scope, records, ...place }: TakingIn,
): Promise<void> {
  const headers = new Collection(place.headers);
  const parts = new Collection(place.parts);
  for await (const backup of backups) {
    await records.takeIn(backup.packs);
    for (const part of backup.parts) await parts.insert({ ...part, ...scope });
    for (const header of backup.headers) await headers.insert({ ...header, ...scope });
  }
}

interface TakingIn extends Pick<VaultPlace, 'headers' | 'parts'> {
  scope: RecordOwner;
  records: BucketRecords;
}
