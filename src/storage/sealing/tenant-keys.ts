/**
 * A data key per tenant, made once, sealed by the operator's key ring. Destroying it makes
 * everything of the tenant unreadable at once; a destroyed incarnation never gets a new one. Where
 * a tenant has a passphrase, the ring seals the key of its secrets alone: the data key opens with
 * the passphrase, and stays in the memory of the server that it was opened on.
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import { Schema, type Connection, type Model } from 'mongoose';
import type { Clock } from '../../core/kernel/clock.ts';
import { Conflict, NotFound, Unavailable } from '../../core/kernel/errors.ts';
import { tenantId, type TenantId } from '../../core/kernel/ids.ts';
import type { Person } from '../../core/kernel/person.ts';
import { RecentMap } from '../../core/kernel/recent-map.ts';
import { workThrough, type Round } from '../../core/kernel/work-through.ts';
import type { OperatorSeal, TenantSeals } from '../../core/storages/keys/tenant-seals.ts';
import { eachDocument } from '../each-document.ts';
import { storedBytes } from '../stored-bytes.ts';
import { translated } from '../translate-error.ts';
import type { KeyRing } from './key-ring.ts';
import type { PassphraseWrap } from './passphrase-wrap.ts';

interface TenantKeyDocument {
  _id: string;
  keyId: string;
  /** The data key; with a passphrase the key of secrets, from which nothing else follows. */
  sealed: Buffer | null;
  passphrase?: SetPassphrase;
  destroyedAt?: Date;
}

/** The data key under a passphrase, and who set that. */
export interface SetPassphrase extends PassphraseWrap {
  setAt: Date;
  setBy: Person;
}

/** What of a tenant's keys opens without a passphrase. */
interface KnownKeys {
  /** Missing where there is a passphrase. */
  dataKey?: Buffer;
  secretKey: Buffer;
  /** Read again then: another server may have set a passphrase. */
  untilMs: number;
}

interface UnlockedKey {
  key: Buffer;
  untilMs: number;
  until: Date | undefined;
}

const { Mixed } = Schema.Types;
const schema = new Schema<TenantKeyDocument>(
  {
    _id: { type: String, required: true },
    keyId: { type: String, required: true },
    sealed: { type: Buffer, default: null },
    passphrase: {
      type: { _id: false, salt: Buffer, cost: Mixed, sealed: Buffer, setAt: Date, setBy: Mixed },
      required: false,
    },
    destroyedAt: Date,
  },
  { collection: 'tenant_keys', versionKey: false },
);
schema.index({ keyId: 1 });

const MAX_CACHED = 10_000;
const CACHED_MS = 60_000;
/** In place of a key's id, where there is none any more. */
const DESTROYED = 'destroyed';

export type Purpose = 'pack' | 'record-hash' | 'root-mac' | 'part-mac' | 'secret' | 'attached-key';

export class TenantKeys implements TenantSeals {
  readonly #model: Model<TenantKeyDocument>;
  readonly #ring: KeyRing;
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #cache = new RecentMap<string, KnownKeys>(MAX_CACHED);
  /** In the memory of this server alone. */
  readonly #unlocked = new Map<TenantId, UnlockedKey>();

  constructor(
    connection: Connection,
    ring: KeyRing,
    clock: Pick<Clock, 'monotonicMs'> = { monotonicMs: () => performance.now() },
  ) {
    this.#model = connection.model<TenantKeyDocument>('TenantKey', schema);
    this.#ring = ring;
    this.#clock = clock;
  }

  /**
   * A subkey of 32 bytes for one purpose; `context` makes it one of its own (a pack's id). That of
   * secrets opens without a passphrase. @throws NotFound when the tenant's key was destroyed; as
   * `dataKey`
   */
  async subkey(tenantId: TenantId, purpose: Purpose, context = ''): Promise<Buffer> {
    if (purpose === 'secret') return (await this.#known(tenantId)).secretKey;
    return deriveKey(await this.dataKey(tenantId), purpose, context);
  }

  /**
   * The tenant's data key; made at the first call. Two replicas at once get the same one: inserted
   * if absent, then read again. @throws NotFound, Unavailable `key-locked`
   */
  async dataKey(tenantId: TenantId): Promise<Buffer> {
    const key = (await this.#known(tenantId)).dataKey ?? this.#openedKey(tenantId)?.key;
    if (key) return key;
    throw new Unavailable(
      'key-locked',
      'The backups of this site are locked, and only their passphrase opens them. Unlock them under Settings › Keys.',
      { retryAfterMs: 0 },
    );
  }

  /** What is stored of the tenant's passphrase; undefined where there is none. */
  async passphrase(tenantId: TenantId): Promise<SetPassphrase | undefined> {
    const { passphrase } = (await this.#read(tenantId)) ?? {};
    if (!passphrase) return undefined;
    const { salt, sealed } = passphrase;
    return { ...passphrase, salt: storedBytes(salt), sealed: storedBytes(sealed) };
  }

  /**
   * From now on only a passphrase opens the data key, also on other servers, within a minute.
   * @throws Conflict `passphrase-changed`
   */
  async putPassphrase(id: TenantId, passphrase: SetPassphrase, dataKey: Buffer): Promise<void> {
    const secretKey = deriveKey(dataKey, 'secret', '');
    await this.#replace(id, { passphrase, ...this.#ring.wrap(secretKey, secretContext(id)) });
  }

  /** The operator's ring alone opens the data key again. @throws Conflict `passphrase-changed` */
  async dropPassphrase(id: TenantId, dataKey: Buffer): Promise<void> {
    await this.#replace(id, { ...this.#ring.wrap(dataKey, id) });
    this.#unlocked.delete(id);
  }

  /** On this server, for so long; without an end until it restarts. */
  unlock(id: TenantId, key: Buffer, { ms, until }: { ms: number; until: Date | undefined }): void {
    this.#unlocked.set(id, { key, untilMs: this.#clock.monotonicMs() + ms, until });
  }

  /** On this server. */
  lock(id: TenantId): void {
    this.#unlocked.delete(id);
  }

  /** On this server; undefined where it is locked. */
  unlockedUntil(id: TenantId): { until: Date | undefined } | undefined {
    const opened = this.#openedKey(id);
    return opened && { until: opened.until };
  }

  /** Seals the data key anew with the ring's active key, by compare-and-set. Repeatable. */
  async rewrap(id: TenantId): Promise<boolean> {
    const document = await this.#read(id);
    if (!document?.sealed || document.keyId === this.#ring.activeId) return false;
    const context = contextOf(document);
    const plain = this.#ring.unwrap(document.keyId, storedBytes(document.sealed), context);
    const { keyId, sealed } = this.#ring.wrap(plain, context);
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
    this.#unlocked.delete(tenantId);
    await translated(() =>
      this.#model
        .updateOne(
          { _id: tenantId },
          {
            $set: { sealed: null, destroyedAt: new Date(), keyId: DESTROYED },
            $unset: { passphrase: 1 },
          },
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

  async #known(tenantId: TenantId): Promise<KnownKeys> {
    const cached = this.#cache.get(tenantId);
    if (cached && this.#clock.monotonicMs() < cached.untilMs) return cached;
    const document = (await this.#read(tenantId)) ?? (await this.#create(tenantId));
    if (!document.sealed) throw new NotFound('The data of this installation was deleted.');
    const sealed = storedBytes(document.sealed);
    const key = this.#ring.unwrap(document.keyId, sealed, contextOf(document));
    const untilMs = this.#clock.monotonicMs() + CACHED_MS;
    const known = document.passphrase
      ? { secretKey: key, untilMs }
      : { dataKey: key, secretKey: deriveKey(key, 'secret', ''), untilMs };
    this.#cache.set(tenantId, known);
    return known;
  }

  #openedKey(id: TenantId): UnlockedKey | undefined {
    const opened = this.#unlocked.get(id);
    if (opened && this.#clock.monotonicMs() < opened.untilMs) return opened;
    this.#unlocked.delete(id);
    return undefined;
  }

  /** By compare-and-set. @throws Conflict `passphrase-changed`, NotFound */
  async #replace(
    id: TenantId,
    { passphrase, ...wrapped }: Pick<TenantKeyDocument, 'keyId' | 'sealed' | 'passphrase'>,
  ): Promise<void> {
    const document = await this.#read(id);
    if (!document?.sealed) throw new NotFound('The data of this installation was deleted.');
    const change = passphrase
      ? { $set: { ...wrapped, passphrase } }
      : { $set: wrapped, $unset: { passphrase: 1 as const } };
    const same = { _id: id, keyId: document.keyId, sealed: document.sealed };
    const changed = await translated(() => this.#model.updateOne(same, change).exec());
    this.#cache.delete(id);
    if (changed.matchedCount === 1) return;
    throw new Conflict(
      'passphrase-changed',
      'Somebody else changed the keys meanwhile. Reload the page and try again.',
    );
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

const secretContext = (id: string): string => `${id}|secret`;
/** To what the ring has bound it. */
const contextOf = ({ _id, passphrase }: TenantKeyDocument): string =>
  passphrase ? secretContext(_id) : _id;

/** HKDF-SHA-256: encryption and authentication never share a key. */
export function deriveKey(dataKey: Buffer, purpose: Purpose, context: string): Buffer {
  return Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), `${purpose}|${context}`, 32));
}
