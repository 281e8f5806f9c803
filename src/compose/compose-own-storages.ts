import type { Connection } from 'mongoose';
import type { Clock } from '../core/kernel/clock.ts';
import { silentLog, type Log } from '../core/kernel/log.ts';
import { Farewells } from '../storage/own/farewells.ts';
import { MongoOwnStorages } from '../storage/own/mongo-own-storages.ts';
import { OwnDatabaseProbe } from '../storage/own/own-database-probe.ts';
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
  probe: OwnDatabaseProbe;
  packCheck: MongoPackCheck;
  /** To be closed at the end. */
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
  const gates = composeDatabaseGates(parts.privateNetworks ?? []);
  const store = new MongoOwnStorageStore(service, secrets);
  const marks = new StorageMarks(service, clock);
  const databases = new OwnDatabases({ store, marks, gates, clock });
  const farewells = new Farewells({ service, store, marks, ring, gates, clock, log });
  const storages = new MongoOwnStorages({ store, databases, farewells, keys });
  const readable = () => storages.reachable();
  return {
    store,
    storages,
    probe: new OwnDatabaseProbe({ marks, gates, clock }),
    packCheck: new MongoPackCheck({ service, storages: readable, keys, clock }),
    databases,
  };
}
