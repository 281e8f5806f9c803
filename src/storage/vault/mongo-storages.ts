import type { Connection } from 'mongoose';
import type { PartDefinition } from '../../core/backups/reading/part-definition.ts';
import { BACKUP_PARTS } from '../../core/backups/parts/backup-parts.ts';
import { Refused } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { Storage } from '../../core/storages/storage.ts';
import type { Storages } from '../../core/storages/storages.ts';
import type { StoredRun } from '../../core/storages/records/backup-writer.ts';
import type { Vault } from '../../core/storages/vault.ts';
import type { TenantKeys } from '../sealing/tenant-keys.ts';
import { headerModel } from './headers/header-document.ts';
import { partModel } from './headers/part-store.ts';
import { MongoVault } from './mongo-vault.ts';
import { packModel } from './packs/document-shelf.ts';
import { placeInDatabase, type VaultOrigin } from './vault-place.ts';

/** A storage, and the database that it is. */
export interface MongoStorage {
  storage: Storage;
  connection: Connection;
  /** Of a database that a tenant brought: what others wrote there is none of ours. */
  of?: { tenantId: TenantId; origin: VaultOrigin };
}

/** The databases that tenants brought. */
export interface OwnStorages {
  /** A vault that asks nothing of the storage yet. `parts`: what backups consist of. */
  vault(tenantId: TenantId, storageId: string, parts: readonly PartDefinition[]): Vault;
  idsOf(tenantId: TenantId): Promise<string[]>;
  discardLater(tenantId: TenantId, storageId: string, run: StoredRun): Promise<void>;
  leave(tenantId: TenantId): Promise<void>;
}

export interface StoragesOptions {
  /** Default: the parts of every backup. */
  parts?: readonly PartDefinition[] | undefined;
  own?: OwnStorages | undefined;
  /** How many bytes each tenant may store in the service's own storages; absent: unlimited. */
  quotaBytes?: number | undefined;
}

/**
 * Storages in MongoDB, each a database. All tenants may use those of the service: what is theirs is
 * told apart by tenant and sealed under their keys.
 */
export class MongoStorages implements Storages {
  readonly #connections: Map<string, Connection>;
  readonly #keys: TenantKeys;
  readonly #parts: readonly PartDefinition[];
  readonly #own: OwnStorages | undefined;
  readonly #quotaBytes: number | undefined;

  constructor(
    storages: MongoStorage[],
    keys: TenantKeys,
    { parts = BACKUP_PARTS, own, quotaBytes }: StoragesOptions = {},
  ) {
    this.#keys = keys;
    this.#parts = parts;
    this.#own = own;
    this.#quotaBytes = quotaBytes;
    this.#connections = new Map(
      storages.map(({ storage, connection }) => [storage.id, connection]),
    );
    for (const { connection } of storages) registerVaultModels(connection);
  }

  open(tenantId: TenantId, storageId: string): Vault {
    const connection = this.#connections.get(storageId);
    const [keys, parts] = [this.#keys, this.#parts];
    if (connection) {
      const place = async () => placeInDatabase(connection, tenantId);
      const dataKey = () => keys.dataKey(tenantId);
      const origin = async () => ({ tenantId, storageId, dataKey });
      const quotaBytes = this.#quotaBytes;
      return new MongoVault({ place, storageId, origin, parts, quotaBytes });
    }
    if (this.#own) return this.#own.vault(tenantId, storageId, parts);
    throw new Refused(
      'unknown-storage',
      "This backup's storage isn't connected. Contact whoever runs this service.",
    );
  }

  async all(tenantId: TenantId): Promise<Vault[]> {
    const own = (await this.#own?.idsOf(tenantId)) ?? [];
    return [...this.#connections.keys(), ...own].map((id) => this.open(tenantId, id));
  }

  async discardLater(tenantId: TenantId, storageId: string, run: StoredRun): Promise<void> {
    await this.#own?.discardLater(tenantId, storageId, run);
  }

  async leaveOwn(tenantId: TenantId): Promise<void> {
    await this.#own?.leave(tenantId);
  }
}

/** Known to the connection, so that their indexes are made. */
export function registerVaultModels(connection: Connection): void {
  packModel(connection);
  headerModel(connection);
  partModel(connection);
}
