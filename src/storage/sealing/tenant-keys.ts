/**
 * A data key per tenant, made once, sealed by the operator's key ring. Destroying it makes
 * everything of the tenant unreadable at once; a destroyed incarnation never gets a new one.
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import { Schema, type Connection, type Model } from 'mongoose';
import { NotFound } from '../../core/kernel/errors.ts';
import { tenantId, type TenantId } from '../../core/kernel/ids.ts';
import { RecentMap } from '../../core/kernel/recent-map.ts';
import { workThrough, type Round } from '../../core/kernel/work-through.ts';
import type { OperatorSeal, TenantSeals } from '../../core/storages/keys/tenant-seals.ts';
import { eachDocument } from '../each-document.ts';
import { storedBytes } from '../stored-bytes.ts';
import { translated } from '../translate-error.ts';
import type { KeyRing } from './key-ring.ts';

interface TenantKeyDocument {
  _id: string;
  keyId: string;
  sealed: Buffer | null;
  destroyedAt?: Date;
}

const schema = new Schema<TenantKeyDocument>(
  {
    _id: { type: String, required: true },
    keyId: { type: String, required: true },
    sealed: { type: Buffer, default: null },
    destroyedAt: Date,
  },
  { collection: 'tenant_keys', versionKey: false },
);
schema.index({ keyId: 1 });

const MAX_CACHED = 10_000;
/** In place of a key's id, where there is none any more. */
const DESTROYED = 'destroyed';

export type Purpose = 'pack' | 'record-hash' | 'root-mac' | 'part-mac' | 'secret' | 'attached-key';

export class TenantKeys implements TenantSeals {
  readonly #model: Model<TenantKeyDocument>;
  readonly #ring: KeyRing;
  readonly #cache = new RecentMap<string, Buffer>(MAX_CACHED);

  constructor(connection: Connection, ring: KeyRing) {
    this.#model = connection.model<TenantKeyDocument>('TenantKey', schema);
    this.#ring = ring;
  }

  /**
   * A subkey of 32 bytes for one purpose; `context` makes it one of its own (a pack's id). @throws
   * NotFound when the tenant's key was destroyed
   */
  async subkey(tenantId: TenantId, purpose: Purpose, context = ''): Promise<Buffer> {
    return deriveKey(await this.dataKey(tenantId), purpose, context);
  }

  /**
   * The tenant's data key; made at the first call. Two replicas at once get the same one: inserted
   * if absent, then read again.
   */
  async dataKey(tenantId: TenantId): Promise<Buffer> {
    const cached = this.#cache.get(tenantId);
    if (cached) return cached;
    const document = (await this.#read(tenantId)) ?? (await this.#create(tenantId));
    if (!document.sealed) throw new NotFound('The data of this installation was deleted.');
    const key = this.#ring.unwrap(document.keyId, storedBytes(document.sealed), tenantId);
    this.#cache.set(tenantId, key);
    return key;
  }

  /** Seals the data key anew with the ring's active key, by compare-and-set. Repeatable. */
  async rewrap(id: TenantId): Promise<boolean> {
    const document = await this.#read(id);
    if (!document?.sealed || document.keyId === this.#ring.activeId) return false;
    const { keyId, sealed } = this.#ring.wrap(
      this.#ring.unwrap(document.keyId, storedBytes(document.sealed), id),
      id,
    );
    const changed = await translated(() =>
      this.#model
        .updateOne(
          { _id: id, keyId: document.keyId, sealed: document.sealed },
          { $set: { keyId, sealed } },
        )
        .exec(),
    );
    return changed.modifiedCount === 1;
  }

  /**
   * Seals every data key anew that another key of the ring seals, and says which of them cannot be
   * opened. When nothing is done and none is left, the old key can leave the ring.
   */
  async rewrapAll(): Promise<Round> {
    const others = this.#model
      .find({ keyId: { $nin: [this.#ring.activeId, DESTROYED] } })
      .select({ _id: 1 })
      .lean<{ _id: string }[]>()
      .cursor();
    return workThrough(eachDocument<{ _id: string }>(others), {
      nameOf: ({ _id }) => `tenant ${_id}`,
      work: ({ _id }) => this.rewrap(tenantId(_id)),
    });
  }

  async operatorSeal(id: TenantId): Promise<OperatorSeal> {
    const document = await this.#read(id);
    if (!document?.sealed) return 'none-yet';
    if (document.keyId === this.#ring.activeId) return 'current';
    return this.#ring.ids.includes(document.keyId) ? 'earlier' : 'missing';
  }

  /** How many data keys there are, and how many the ring's active key does not seal yet. */
  async rotation(): Promise<{ total: number; left: number }> {
    const [total, left] = await translated(() =>
      Promise.all([
        this.#model.countDocuments({ keyId: { $ne: DESTROYED } }).exec(),
        this.#model.countDocuments({ keyId: { $nin: [this.#ring.activeId, DESTROYED] } }).exec(),
      ]),
    );
    return { total, left };
  }

  /** The ids of keys that data of tenants is sealed with and that are not on the ring. */
  async missingFromRing(): Promise<string[]> {
    const used = await translated(() => this.#model.distinct('keyId').exec());
    const known = new Set([...this.#ring.ids, DESTROYED]);
    return used.filter((id) => !known.has(id));
  }

  /** Forgets the key for good. Repeatable. */
  async destroy(tenantId: TenantId): Promise<void> {
    this.#cache.delete(tenantId);
    await translated(() =>
      this.#model
        .updateOne(
          { _id: tenantId },
          { $set: { sealed: null, destroyedAt: new Date(), keyId: DESTROYED } },
          { upsert: true },
        )
        .exec(),
    );
  }

  /** Forgets also that there was a key, once nobody can ask for it any more. Repeatable. */
  async forget(tenantId: TenantId): Promise<void> {
    const destroyed = { _id: tenantId, sealed: null };
    await translated(() => this.#model.deleteOne(destroyed).exec());
  }

  async #read(tenantId: TenantId): Promise<TenantKeyDocument | null> {
    return translated(() =>
      this.#model.findOne({ _id: tenantId }).lean<TenantKeyDocument>().exec(),
    );
  }

  async #create(tenantId: TenantId): Promise<TenantKeyDocument> {
    const { keyId, sealed } = this.#ring.wrap(randomBytes(32), tenantId);
    await translated(() =>
      this.#model
        .updateOne({ _id: tenantId }, { $setOnInsert: { keyId, sealed } }, { upsert: true })
        .exec(),
    ).catch((error: unknown) => {
      // Another replica was first: its key is read below.
      if ((error as { code?: unknown }).code !== 'duplicate') throw error;
    });
    const created = await this.#read(tenantId);
    if (!created) throw new Error(`The key of tenant ${tenantId} wasn't stored.`);
    return created;
  }
}

/** HKDF-SHA-256: encryption and authentication never share a key. */
export function deriveKey(dataKey: Buffer, purpose: Purpose, context: string): Buffer {
  return Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), `${purpose}|${context}`, 32));
}
