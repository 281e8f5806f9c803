import type { Connection } from 'mongoose';
import type { FoundBackup } from '../../../core/storages/records/backup-header.ts';
import type { Bucket } from '../../buckets/client/bucket.ts';
import { BucketManifests, type MirroredBackup } from '../../buckets/contents/bucket-manifests.ts';
import { copiesInBucket } from '../../buckets/contents/copies-in-bucket.ts';
import { eachStorage } from '../../buckets/contents/held-mark.ts';
import type { FoundMark } from '../../recovery/marked.ts';
import type { CopyShelf, OpenedStorage } from '../../recovery/recovery-copies.ts';
import { readNewest } from '../../vault/headers/read-newest.ts';
import { MongoVault, unreadable } from '../../vault/mongo-vault.ts';
import { placeInDatabase } from '../../vault/vault-place.ts';
import { copiesInDatabase } from '../copies-in-database.ts';
import type { StorageMarks } from '../storage-marks.ts';

/** A database or bucket in which backups are looked for. */
export interface VisitedStorage {
  /** All storages in it. */
  marks(): Promise<FoundMark[]>;
  copies: Pick<CopyShelf, 'all'>;
  /** The first backups of one of them. */
  found(opened: OpenedStorage, limit: number): Promise<FoundBackup[]>;
  /** The field to edit where there is nothing, and what to say there. */
  nothing: Record<string, string>;
  /** What it is. */
  made: 'database' | 'bucket';
}

export function visitDatabase(connection: Connection, marks: StorageMarks): VisitedStorage {
  return {
    made: 'database',
    nothing: {
      database: `There are no backups of this app in the database ${connection.name}. Check its name.`,
    },
    marks: () => marks.all(connection),
    copies: copiesInDatabase(connection),
    async found({ origin, dataKey }, limit) {
      const vault = new MongoVault({
        place: async () => placeInDatabase(connection, origin.tenantId),
        storageId: origin.storageId,
        origin: async () => ({ ...origin, dataKey: async () => dataKey }),
        parts: [],
      });
      return (await vault.found('', limit)).backups;
    },
  };
}

export function visitBucket(bucket: Bucket): VisitedStorage {
  return {
    made: 'bucket',
    nothing: {
      bucket:
        'There are no backups of this app in this bucket. Check its name and the prefix, which is a part of every name there.',
    },
    async marks() {
      const marks: FoundMark[] = [];
      for await (const mark of eachStorage(bucket)) marks.push(mark);
      return marks;
    },
    copies: copiesInBucket(bucket),
    async found(opened, limit) {
      const manifests = new BucketManifests(bucket, opened.origin, NO_RECORDS);
      const found: FoundBackup[] = [];
      for await (const backup of manifests.backups('', limit))
        found.push(await readFound(backup, opened));
      return found;
    },
  };
}

const NO_RECORDS = { find: async () => [] };

async function readFound(
  { id, packs, ...documents }: MirroredBackup,
  { origin, dataKey }: OpenedStorage,
): Promise<FoundBackup> {
  const tenantId = String(origin.tenantId);
  const headers = documents.headers.map((header) => ({ ...header, tenantId }));
  const parts = documents.parts.map((part) => ({ ...part, tenantId }));
  const header = await readNewest({ headers, parts }, { ...origin, dataKey });
  if (header instanceof Error) return unreadable(id, header);
  return { id, ...header, storedBytes: packs.reduce((sum, { size }) => sum + size, 0) };
}
