import type { PartDefinition } from '../../core/backups/reading/part-definition.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import { isUnreachableError } from '../../core/storages/is-unreachable.ts';
import type { BucketStorage, OwnStorage } from '../../core/storages/storage.ts';
import type { StoredRun } from '../../core/storages/records/backup-writer.ts';
import type { Vault } from '../../core/storages/vault.ts';
import { addRounds, workThrough, type Round } from '../../core/kernel/loops/work-through.ts';
import type { AttachedKeys } from '../sealing/attached-keys.ts';
import type { TenantKeys } from '../sealing/tenant-keys.ts';
import { explainBucketFailure } from '../buckets/client/explain-bucket-failure.ts';
import type { OwnBuckets } from '../buckets/own-buckets.ts';
import type { MongoOwnStorageStore } from '../stores/mongo-own-storage-store.ts';
import type { PackWalk } from '../vault/check/pack-walk.ts';
import { MongoVault } from '../vault/mongo-vault.ts';
import { placeInDatabase, type VaultOrigin } from '../vault/vault-place.ts';
import type { MongoStorage, OwnStorages } from '../vault/mongo-storages.ts';
import type { Farewells } from './farewells.ts';
import { guardVault } from './guard-vault.ts';
import type { OwnDatabases } from './own-databases.ts';

export interface OwnStoragesParts {
  store: MongoOwnStorageStore;
  databases: OwnDatabases;
  buckets: OwnBuckets;
  farewells: Farewells;
  keys: TenantKeys;
  attachedKeys: AttachedKeys;
}

/** How many databases are checked side by side: those that do not answer hold up no others. */
const AT_ONCE = 8;

/** Vaults in the databases and buckets that tenants brought, and what is looked after there. */
export class MongoOwnStorages implements OwnStorages {
  readonly #parts: OwnStoragesParts;

  constructor(parts: OwnStoragesParts) {
    this.#parts = parts;
  }

  vault(tenantId: TenantId, storageId: string, parts: readonly PartDefinition[]): Vault {
    const { store, databases, buckets, keys } = this.#parts;
    let storage: OwnStorage | undefined;
    const origin = async () => this.#originOf(storage ?? (await store.get(tenantId, storageId)));
    const place = async () => {
      if (storage?.kind === 'bucket') return buckets.place(storage);
      const connection = await databases.connected(storageId);
      const isReadOnly = databases.isReadOnly(storageId);
      return placeInDatabase(connection, (await origin()).tenantId, { isReadOnly });
    };
    const vault = new MongoVault({ place, storageId, origin, parts });
    return guardVault(vault, {
      before: async (writes) => {
        // An error of the service database is no fault of this storage.
        await keys.dataKey(tenantId);
        storage = await store.get(tenantId, storageId);
        if (storage.kind === 'bucket') await buckets.open(storage, writes);
        else await databases.open(tenantId, storageId, writes);
      },
      explain: (error) => {
        const named = storage ?? { id: storageId, label: '' };
        return storage?.kind === 'bucket'
          ? explainBucketFailure(named, error)
          : databases.explain(named, error);
      },
    });
  }

  async idsOf(tenantId: TenantId): Promise<string[]> {
    return (await this.#parts.store.list(tenantId)).map(({ id }) => id);
  }

  discardLater(tenantId: TenantId, storageId: string, run: StoredRun): Promise<void> {
    return this.#parts.store.addLeftover({ tenantId, storageId, run });
  }

  leave(tenantId: TenantId): Promise<void> {
    return this.#parts.farewells.begin(tenantId);
  }

  /** Those that answer right now, for whoever walks through all that is stored. */
  async reachable(): Promise<(MongoStorage | PackWalk)[]> {
    const { store, databases, buckets } = this.#parts;
    const found: (MongoStorage | PackWalk)[] = [];
    for (const storage of await store.everyone()) {
      if (storage.trouble) continue;
      if (storage.kind === 'bucket') {
        const origin = storage.origin && this.#originOf(storage);
        const walk = await buckets.walk(storage, origin).catch(() => undefined);
        if (walk) found.push(walk);
        continue;
      }
      const connection = await databases.connected(storage.id).catch(() => undefined);
      const { tenantId } = storage;
      const of = { tenantId, origin: this.#originOf(storage) };
      if (connection) found.push({ storage, connection, of });
    }
    return found;
  }

  /** The owner under whose name everything in a storage is written. */
  #originOf({ tenantId, id, origin }: OwnStorage): VaultOrigin {
    const { keys, attachedKeys, store } = this.#parts;
    if (!origin) return { tenantId, storageId: id, dataKey: () => keys.dataKey(tenantId) };
    const dataKey = async (): Promise<Buffer> =>
      attachedKeys.open(tenantId, origin, await store.attachedKey(tenantId, id));
    return { ...origin, dataKey };
  }

  /** Looks at all of them, and discards what runs left while one did not answer. */
  async round(): Promise<Round> {
    const { store, farewells, databases } = this.#parts;
    let storages: OwnStorage[] = [];
    await databases.keepOnly(async () => {
      storages = await store.everyone();
      return new Set(storages.map(({ id }) => id));
    });
    const looks: Promise<Round>[] = [];
    for (let at = 0; at < storages.length; at += AT_ONCE) {
      const some = storages.slice(at, at + AT_ONCE).map((storage) => this.#look(storage));
      looks.push(...some);
      await Promise.all(some);
    }
    const leftovers = await workThrough(await store.leftovers(), {
      nameOf: ({ storageId, run }) => `run ${run.id} in storage ${storageId}`,
      work: async (leftover) => {
        const { tenantId, storageId, run } = leftover;
        await this.vault(tenantId, storageId, []).discardRun(run);
        await store.removeLeftover(leftover);
        return true;
      },
    });
    return addRounds([...(await Promise.all(looks)), leftovers, await farewells.round()]);
  }

  #look(storage: OwnStorage): Promise<Round> {
    return workThrough([storage], {
      nameOf: ({ id, tenantId }) => `storage ${id} of tenant ${tenantId}`,
      work: async (each) => {
        if (each.kind === 'bucket') await this.#lookInto(each);
        else await this.#parts.databases.look(each);
        return false;
      },
    });
  }

  async #lookInto(storage: BucketStorage): Promise<void> {
    const { buckets } = this.#parts;
    await buckets.look(storage);
    const vault = new MongoVault({
      place: () => buckets.place(storage),
      storageId: storage.id,
      origin: async () => this.#originOf(storage),
      parts: [],
    });
    try {
      await buckets.mirror(storage, () => vault.completeMirror());
    } catch (error) {
      // Noted with the storage; the next round tries again.
      if (!isUnreachableError(error)) throw error;
    }
  }
}
