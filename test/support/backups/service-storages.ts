import type { Connection } from 'mongoose';
import { SERVICE_STORAGE } from '../../../src/core/storages/storage.ts';
import type { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { MongoStorages } from '../../../src/storage/vault/mongo-storages.ts';

/** The service's own storage alone, in this database. */
export const serviceStorages = (connection: Connection, keys: TenantKeys): MongoStorages =>
  new MongoStorages([{ storage: SERVICE_STORAGE, connection }], keys);
