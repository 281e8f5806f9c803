import { Schema, type Connection } from 'mongoose';
import { z } from 'zod';
import { Conflict, Damaged, Refused } from '../../core/kernel/errors.ts';
import { runId, type TenantId } from '../../core/kernel/ids.ts';
import type { StorageAddress } from '../../core/storages/address/storage-address.ts';
import { STORAGE_PROVIDER_NAMES } from '../../core/storages/storage-providers.ts';
import type {
  BroughtStorage,
  OwnStorage,
  OwnStorageStore,
  StorageTrouble,
} from '../../core/storages/storage.ts';
import { storedBytes } from '../stored-bytes.ts';
import type { StoredRun } from '../../core/storages/records/backup-writer.ts';
import type { SecretBox } from '../sealing/secret-box.ts';
import { definedFields } from '../set-fields.ts';
import { storedPerson, type StoredShape } from '../stored-shape.ts';
import { TenantCollection } from '../tenant-collection.ts';

/** A storage as it is stored, its address sealed beside it, password and all. */
type StorageDocument = Omit<BroughtStorage, 'id'> & {
  _id: string;
  address: OwnStorage['address'];
  sealed: string;
  /** Of one that was attached: its data key, sealed under that of the tenant. */
  attachedKey?: Buffer;
  /** What runs left while it did not answer. */
  leftovers?: StoredRun[];
};

const { Mixed } = Schema.Types;
const schema = new Schema(
  {
    _id: { type: String, required: true },
    tenantId: { type: String, required: true },
    kind: String,
    provider: String,
    label: String,
    address: Mixed,
    createdAt: Date,
    addedBy: Mixed,
    trouble: Mixed,
    revision: Number,
    sealed: String,
    origin: Mixed,
    attaching: Mixed,
    attachedKey: Buffer,
    leftovers: Mixed,
  },
  { collection: 'storages', versionKey: false, minimize: false },
);
schema.index({ tenantId: 1, createdAt: 1 });

const shape: StoredShape = {
  what: 'This storage',
  schema: z.looseObject({
    kind: z.enum(['own-database', 'bucket']),
    provider: z.enum(STORAGE_PROVIDER_NAMES),
    label: z.string(),
    address: z.union([
      z.looseObject({ hosts: z.array(z.string()), database: z.string() }),
      z.looseObject({ endpoint: z.string(), bucket: z.string() }),
    ]),
    createdAt: z.date(),
    addedBy: storedPerson,
    revision: z.number(),
    sealed: z.string(),
  }),
};

const Bucket = z.object({
  endpoint: z.string(),
  region: z.string(),
  bucket: z.string(),
  prefix: z.string(),
  accessKey: z.string(),
  secretKey: z.string(),
  pathStyle: z.boolean(),
  ca: z.string(),
  lockDays: z.number(),
});
const Database = z.object({
  hosts: z.array(z.string()),
  isSrv: z.boolean(),
  database: z.string(),
  user: z.string(),
  password: z.string(),
  authSource: z.string(),
  tls: z.boolean(),
  ca: z.string(),
});
const Address = z.union([Bucket, Database]);

/** Reads an address that was sealed. @throws Damaged */
export function readAddress(text: string): StorageAddress {
  try {
    return Address.parse(JSON.parse(text));
  } catch (error) {
    throw new Damaged("The stored address of a storage can't be read. Enter it again.", {
      cause: error,
    });
  }
}

/** What was changed in the database isn't known any more. */
const Leftovers = z
  .array(
    z
      .object({ id: z.string().transform(runId), holders: z.array(z.string()) })
      .optional()
      .catch(undefined),
  )
  .catch([])
  .transform((runs) => runs.filter((run) => run !== undefined));

const CHANGED = 'Somebody else changed this storage meanwhile. Reload the page to see it.';

/** What a run left in a storage that did not answer. */
export interface Leftover {
  tenantId: TenantId;
  storageId: string;
  run: StoredRun;
}

/** The databases and buckets that tenants brought, in the service database. */
export class MongoOwnStorageStore implements OwnStorageStore {
  readonly #storages: TenantCollection<StorageDocument>;
  readonly #secrets: SecretBox;

  constructor(connection: Connection, secrets: SecretBox) {
    this.#storages = new TenantCollection(connection, 'Storage', schema, shape);
    this.#secrets = secrets;
  }

  async list(tenantId: TenantId): Promise<OwnStorage[]> {
    const sort = { createdAt: 1 } as const;
    return (await this.#storages.of(tenantId).find({}, { sort })).map(toStorage);
  }

  /** Those of every tenant, for upkeep. */
  async everyone(): Promise<OwnStorage[]> {
    return (await this.#storages.everyTenant.find({})).map(toStorage);
  }

  async get(tenantId: TenantId, id: string): Promise<OwnStorage> {
    return toStorage(await this.#read(tenantId, id));
  }

  async address(tenantId: TenantId, id: string): Promise<StorageAddress> {
    const { sealed } = await this.#read(tenantId, id);
    return readAddress(await this.#secrets.open(tenantId, id, 'address', sealed));
  }

  async save(storage: OwnStorage, address: StorageAddress): Promise<OwnStorage> {
    const { id, tenantId, revision, trouble: _trouble, ...fields } = storage;
    const sealed = await this.#secrets.seal(tenantId, id, 'address', JSON.stringify(address));
    const saved = definedFields({ ...fields, revision: revision + 1, sealed });
    const mine = this.#storages.of(tenantId);
    const isWritten =
      revision === 0
        ? await mine.insert({ _id: id, tenantId, ...saved })
        : await mine.update({ _id: id, revision }, { $set: saved, $unset: { trouble: 1 } });
    if (!isWritten) throw new Conflict('storage-changed', CHANGED);
    return { ...fields, id, tenantId, revision: revision + 1 } as OwnStorage;
  }

  /** As `save` of a storage that is new here, with its data key as `AttachedKeys` seals it. */
  async attach(storage: OwnStorage, address: StorageAddress, attachedKey: Buffer): Promise<void> {
    const { id, tenantId, ...fields } = storage;
    const sealed = await this.#secrets.seal(tenantId, id, 'address', JSON.stringify(address));
    const document = { _id: id, tenantId, ...fields, revision: 1, sealed, attachedKey };
    await this.#storages.of(tenantId).insert(document);
  }

  /** The data key of a storage that was attached, sealed. @throws Damaged where there is none */
  async attachedKey(tenantId: TenantId, id: string): Promise<Buffer> {
    const { attachedKey } = await this.#read(tenantId, id);
    if (attachedKey) return storedBytes(attachedKey);
    throw new Damaged('The key of this attached storage is missing. Attach it again.');
  }

  async attaching(): Promise<OwnStorage[]> {
    return (await this.#storages.everyTenant.find({ attaching: { $exists: true } })).map(toStorage);
  }

  async noteAttached(tenantId: TenantId, id: string, after: string): Promise<void> {
    const isGoing = { _id: id, attaching: { $exists: true } };
    await this.#storages.of(tenantId).update(isGoing, { $set: { 'attaching.after': after } });
  }

  async endAttaching(tenantId: TenantId, id: string): Promise<void> {
    await this.#storages.of(tenantId).update({ _id: id }, { $unset: { attaching: 1 } });
  }

  async remove({ tenantId, id, revision }: OwnStorage): Promise<void> {
    const mine = this.#storages.of(tenantId);
    await mine.delete({ _id: id, revision });
    if (await mine.byId(id)) throw new Conflict('storage-changed', CHANGED);
  }

  async setTrouble(id: string, trouble: StorageTrouble | undefined): Promise<void> {
    const change = trouble ? { $set: { trouble } } : { $unset: { trouble: 1 } };
    await this.#storages.everyTenant.update({ _id: id }, change);
  }

  async addLeftover({ tenantId, storageId, run }: Leftover): Promise<void> {
    const left = { id: String(run.id), holders: [...run.holders] };
    await this.#storages
      .of(tenantId)
      .update({ _id: storageId }, { $addToSet: { leftovers: left } });
  }

  async leftovers(): Promise<Leftover[]> {
    const found = await this.#storages.everyTenant.find({ leftovers: { $exists: true } });
    return found.flatMap(({ _id, tenantId, leftovers }) =>
      Leftovers.parse(leftovers).map((run) => ({ tenantId, storageId: _id, run })),
    );
  }

  async removeLeftover({ tenantId, storageId, run }: Leftover): Promise<void> {
    await this.#storages
      .of(tenantId)
      .update({ _id: storageId }, { $pull: { leftovers: { id: String(run.id) } } });
  }

  purge(tenantId: TenantId): Promise<void> {
    return this.#storages.purge(tenantId);
  }

  async #read(tenantId: TenantId, id: string): Promise<StorageDocument> {
    const document = await this.#storages.of(tenantId).byId(id);
    if (document) return document;
    throw new Refused(
      'unknown-storage',
      'The storage of this backup is not connected. Ask whoever runs the service.',
    );
  }
}

function toStorage(document: StorageDocument): OwnStorage {
  const { _id, sealed: _sealed, leftovers: _left, attachedKey: _key, ...fields } = document;
  return { id: _id, ...fields } as OwnStorage;
}
