import { randomBytes } from 'node:crypto';
import { systemClock } from '../../src/clock.ts';
import { BACKUP_PARTS } from '../../src/core/backups/parts/backup-parts.ts';
import type { RunId, TenantId } from '../../src/core/kernel/ids.ts';
import {
  placeInBucket,
  registerBucketModels,
} from '../../src/storage/buckets/contents/place-in-bucket.ts';
import { ensureIndexes } from '../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../src/storage/sealing/key-ring.ts';
import { TenantKeys } from '../../src/storage/sealing/tenant-keys.ts';
import { MongoVault } from '../../src/storage/vault/mongo-vault.ts';
import { keysIn, testBuckets } from '../support/stand-ins/test-buckets.ts';
import { testDatabase } from '../support/databases/test-database.ts';
import { vaultContract } from './vault-contract.ts';

const service = await testDatabase();
const keys = new TenantKeys(service.connection, new KeyRing(new Map([['k', randomBytes(32)]])));
registerBucketModels(service.connection);
await ensureIndexes(service.connection);
const buckets = await testBuckets();
/** The server of tests is a slow one. */
const CHAINS = 2;

for (const kind of ['plain', 'versioned'] as const)
  vaultContract(
    `bucket, ${kind}`,
    async () => {
      const bucket = buckets.open(await buckets.make(kind));
      const storageId = randomBytes(6).toString('hex');
      const open = (tenantId: TenantId): MongoVault => {
        const owner = { tenantId, storageId };
        const parts = { service: service.connection, clock: systemClock, bucket, marked: owner };
        const place = async () => placeInBucket({ ...parts, lockDays: 0 });
        const origin = async () => ({ ...owner, dataKey: () => keys.dataKey(tenantId) });
        return new MongoVault({ place, storageId, origin, parts: BACKUP_PARTS });
      };
      return {
        open,
        stored: (runs) => countStored(storageId, runs),
        spills: (run) =>
          service.connection
            .collection('bucket_packs')
            .countDocuments({ storageId, runId: run, kind: 'spill' }),
      };

      /** Objects, what is known of them, and headers; every version of an object is one. */
      async function countStored(of: string, runs?: RunId[]): Promise<number> {
        const keysOfRuns = (await everyKey()).filter(
          (key) => !runs || runs.some((run) => key.includes(`/${run}/`)),
        );
        const query = { storageId: of, ...(runs ? { runId: { $in: runs.map(String) } } : {}) };
        const counts = ['bucket_packs', 'bucket_headers', 'bucket_parts'].map((name) =>
          service.connection.collection(name).countDocuments(query),
        );
        const known = (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
        return known + keysOfRuns.length;
      }

      async function everyKey(): Promise<string[]> {
        if (kind === 'plain') return keysIn(bucket);
        const found: string[] = [];
        for await (const { key } of bucket.versions('')) found.push(key);
        return found;
      }
    },
    CHAINS,
  );
