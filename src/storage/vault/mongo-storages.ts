import type { Connection } from 'mongoose';
import type { PartDefinition } from '../../core/backups/part-definition.ts';
import { BACKUP_PARTS } from '../../core/backups/parts/backup-parts.ts';
import { Refused } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { Storage } from '../../core/storages/storage.ts';
import type { Storages } from '../../core/storages/storages.ts';
import type { Vault } from '../../core/storages/vault.ts';
import type { TenantKeys } from '../sealing/tenant-keys.ts';
import { headerModel } from './headers/header-store.ts';
import { partModel } from './headers/part-store.ts';
import { MongoVault } from './mongo-vault.ts';
import { packModel } from './packs/pack-store.ts';

/** A storage, and the database that it is. */
export interface MongoStorage {
  storage: Storage;
  connection: Connection;
}

/**
 * Storages in MongoDB, each a database. All tenants may use each of them: what is theirs is told
 * apart by tenant and sealed under their keys.
 */
export class MongoStorages implements Storages {
  readonly #connections: Map<string, Connection>;
  readonly #keys: TenantKeys;
  readonly #parts: readonly PartDefinition[];

  constructor(
    storages: MongoStorage[],
    keys: TenantKeys,
    parts: readonly PartDefinition[] = BACKUP_PARTS,
  ) {
    this.#keys = keys;
    this.#parts = parts;
    this.#connections = new Map(
      storages.map(({ storage, connection }) => [storage.id, connection]),
    );
    for (const { connection } of storages) {
      packModel(connection); // known to the connection, so that its indexes are made
      headerModel(connection);
      partModel(connection);
    }
  }

  open(tenantId: TenantId, storageId: string): Vault {
    const connection = this.#connections.get(storageId);
    if (!connection)
      throw new Refused(
        'unknown-storage',
        'The storage of this backup is not connected. Ask whoever runs the service.',
      );
    const [keys, parts] = [this.#keys, this.#parts];
    return new MongoVault({ connection, keys, tenantId, storageId, parts });
  }

  all(tenantId: TenantId): Vault[] {
    return [...this.#connections.keys()].map((storageId) => this.open(tenantId, storageId));
  }
}
