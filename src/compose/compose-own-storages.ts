import type { Connection } from 'mongoose';
import type { Clock } from '../core/kernel/clock.ts';
import { silentLog, type Log } from '../core/kernel/log.ts';
import { BucketMarks } from '../storage/buckets/bucket-marks.ts';
import { BucketProbe } from '../storage/buckets/bucket-probe.ts';
import { OwnBuckets } from '../storage/buckets/own-buckets.ts';
import { registerBucketModels } from '../storage/buckets/place-in-bucket.ts';
import { Farewells } from '../storage/own/farewells.ts';
import { MongoOwnStorages } from '../storage/own/mongo-own-storages.ts';
import { OwnDatabaseProbe } from '../storage/own/own-database-probe.ts';
import { OwnStorageProbe } from '../storage/own/own-storage-probe.ts';
import { OwnDatabases } from '../storage/own/own-databases.ts';
import { StorageMarks } from '../storage/own/storage-marks.ts';
import type { KeyRing } from '../storage/sealing/key-ring.ts';
import type { SecretBox } from '../storage/sealing/secret-box.ts';
import type { TenantKeys } from '../storage/sealing/tenant-keys.ts';
import { MongoOwnStorageStore } from '../storage/stores/mongo-own-storage-store.ts';
import { MongoPackCheck } from '../storage/vault/check/mongo-pack-check.ts';
import { composeDatabaseGates } from './compose-database-gates.ts';

/** The databases that tenants bring. */
export interface OwnStorageParts {
  store: MongoOwnStorageStore;
  storages: MongoOwnStorages;
  probe: OwnStorageProbe;
  packCheck: MongoPackCheck;
  /** To be closed at the end, both. */
  buckets: OwnBuckets;
  databases: OwnDatabases;
}

export function composeOwnStorages(parts: {
  service: Connection;
  keyRing: KeyRing;
  keys: TenantKeys;
  secrets: SecretBox;
  clock: Clock;
  privateNetworks?: readonly string[] | undefined;
  log?: Log | undefined;
}): OwnStorageParts {
  const { service, keyRing: ring, keys, secrets, clock, log = silentLog } = parts;
  registerBucketModels(service);
  const gates = composeDatabaseGates(parts.privateNetworks ?? []);
  const store = new MongoOwnStorageStore(service, secrets);
  const marks = new StorageMarks(service, clock);
  const databases = new OwnDatabases({ store, marks, gates, clock });
  const farewells = new Farewells({ service, store, marks, ring, gates, clock, log });
  const bucketMarks = new BucketMarks(service, clock);
  const buckets = new OwnBuckets({ service, store, marks: bucketMarks, gates, clock });
  const storages = new MongoOwnStorages({ store, databases, buckets, farewells, keys });
  const readable = () => storages.reachable();
  return {
    store,
    storages,
    probe: new OwnStorageProbe(
      new OwnDatabaseProbe({ marks, gates, clock }),
      new BucketProbe({ marks: bucketMarks, gates, clock }),
    ),
    packCheck: new MongoPackCheck({ service, storages: readable, keys, clock }),
    buckets,
    databases,
  };
}
