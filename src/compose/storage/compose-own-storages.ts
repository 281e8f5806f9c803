import type { Connection } from 'mongoose';
import type { Clock } from '../../core/kernel/time/clock.ts';
import { silentLog, type Log } from '../../core/kernel/log.ts';
import { BucketMarks } from '../../storage/buckets/contents/bucket-marks.ts';
import { BucketProbe } from '../../storage/buckets/bucket-probe.ts';
import { OwnBuckets } from '../../storage/buckets/own-buckets.ts';
import { registerBucketModels } from '../../storage/buckets/contents/place-in-bucket.ts';
import type { DatabaseGates } from '../../storage/gate/database-gate.ts';
import { MongoStorageOffers } from '../../storage/own/attach/mongo-storage-offers.ts';
import { OfferDocuments } from '../../storage/own/attach/offer-documents.ts';
import { FarewellDocuments } from '../../storage/own/farewell-documents.ts';
import { Farewells } from '../../storage/own/farewells.ts';
import { MongoOwnStorages } from '../../storage/own/mongo-own-storages.ts';
import { OwnDatabaseProbe } from '../../storage/own/own-database-probe.ts';
import { OwnStorageProbe } from '../../storage/own/own-storage-probe.ts';
import { OwnDatabases } from '../../storage/own/own-databases.ts';
import { MongoRecoveryKeys } from '../../storage/own/mongo-recovery-keys.ts';
import { RecoveryCopies } from '../../storage/recovery/recovery-copies.ts';
import { StorageMarks } from '../../storage/own/storage-marks.ts';
import { AttachedKeys } from '../../storage/sealing/attached-keys.ts';
import type { KeyRing } from '../../storage/sealing/key-ring.ts';
import type { SecretBox } from '../../storage/sealing/secret-box.ts';
import type { TenantKeys } from '../../storage/sealing/tenant-keys.ts';
import { MongoOwnStorageStore } from '../../storage/stores/mongo-own-storage-store.ts';
import { MongoRecoveryStore } from '../../storage/stores/mongo-recovery-store.ts';
import { MongoPackCheck } from '../../storage/vault/check/mongo-pack-check.ts';

/** The databases that tenants bring. */
export interface OwnStorageParts {
  store: MongoOwnStorageStore;
  storages: MongoOwnStorages;
  probe: OwnStorageProbe;
  offerDocuments: OfferDocuments;
  offers: MongoStorageOffers;
  recoveryStore: MongoRecoveryStore;
  recoveryKeys: MongoRecoveryKeys;
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
  gates: DatabaseGates;
  log?: Log | undefined;
}): OwnStorageParts {
  const { service, keyRing: ring, keys, secrets, gates, clock, log = silentLog } = parts;
  registerBucketModels(service);
  const store = new MongoOwnStorageStore(service, secrets);
  const marks = new StorageMarks(service, clock);
  const recoveryStore = new MongoRecoveryStore(service);
  const recovery = new RecoveryCopies(recoveryStore, store);
  const databases = new OwnDatabases({ store, marks, recovery, gates, clock });
  const leaving = new FarewellDocuments(service, ring);
  keys.rotation.include(leaving);
  const farewells = new Farewells({ service, documents: leaving, store, marks, gates, clock, log });
  const bucketMarks = new BucketMarks(service, clock);
  const inBuckets = { marks: bucketMarks, recovery, gates, clock };
  const buckets = new OwnBuckets({ service, store, ...inBuckets });
  const attachedKeys = new AttachedKeys(keys);
  const vaults = { store, databases, buckets, farewells, keys, attachedKeys };
  const storages = new MongoOwnStorages(vaults);
  const probe = new OwnDatabaseProbe({ marks, recovery, gates, clock });
  const offerDocuments = new OfferDocuments(service, secrets, clock);
  const bucketProbe = new BucketProbe(inBuckets);
  const probing = { databases: { probe, marks }, buckets: bucketProbe };
  const offering = { attachedKeys, store, offers: offerDocuments, clock, ...probing };
  const readable = () => storages.reachable();
  return {
    store,
    storages,
    probe: new OwnStorageProbe(probe, bucketProbe),
    offerDocuments,
    offers: new MongoStorageOffers(offering),
    recoveryStore,
    recoveryKeys: new MongoRecoveryKeys({
      keys,
      recovery: recoveryStore,
      store,
      databases,
      buckets,
      clock,
    }),
    packCheck: new MongoPackCheck({ service, storages: readable, keys, clock }),
    buckets,
    databases,
  };
}
