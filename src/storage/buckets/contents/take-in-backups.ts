import type { RunId } from '../../../core/kernel/ids.ts';
import { Collection } from '../../collection.ts';
import type { VaultPlace } from '../../vault/vault-place.ts';
import type { BucketManifests } from './bucket-manifests.ts';
import type { BucketRecords, RecordOwner } from './bucket-records.ts';

/**
 * Writes what a bucket tells of the first `limit` backups behind an id into the service database.
 * Packs come first: a backup that is listed has all that is known of them. The id up to which all
 * are taken in, or undefined where the bucket has no more. Repeatable.
 */
export async function takeInBackups(
  { scope, records, mirror, ...place }: TakingIn,
  after: string,
  limit: number,
): Promise<RunId | undefined> {
  const headers = new Collection(place.headers);
  const parts = new Collection(place.parts);
  const passed: RunId[] = [];
  for await (const backup of mirror.backups(after, limit)) {
    await records.takeIn(backup.packs);
    for (const part of backup.parts) await parts.insert({ ...part, ...scope });
    for (const header of backup.headers) await headers.insert({ ...header, ...scope });
    passed.push(backup.id);
  }
  return passed.length < limit ? undefined : passed.at(-1);
}

interface TakingIn extends Pick<VaultPlace, 'headers' | 'parts'> {
  scope: RecordOwner;
  records: BucketRecords;
  mirror: BucketManifests;
}
