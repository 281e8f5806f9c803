/**
 * A data key per tenant, made once, sealed by the operator's key ring. Destroying it makes
 * everything of the tenant unreadable at once; a destroyed incarnation never gets a new one. Where
 * a tenant has a keeper (a passphrase, or a key of a key service), the ring on its own opens the
 * key of its secrets alone. The data key opens with the keeper, and stays in the memory of the
 * server that it was opened on: as long as was chosen, or for a minute until the key service is
 * asked again.
 */
import { hkdfSync, randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { Clock } from '../../core/kernel/time/clock.ts';
import { NotFound, Unavailable } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import { RecentMap } from '../../core/kernel/collections/recent-map.ts';
import { translated } from '../translate-error.ts';
import { hasKeeper, KeeperSeals, secretContext, type Keepers } from './keeper-seals.ts';
import type { KeyRing } from './key-ring.ts';
import { KeyServiceAnswers, type OpenWithService } from './key-service-answers.ts';
import { RingRotation } from './ring-rotation.ts';
import {
  DESTROYED,
  TenantKeyDocuments,
  type SeenKeepers,
  type SetKeyService,
  type SetPassphrase,
  type UsedKeyService,
} from './tenant-key-documents.ts';

/** The tenant's keys that the ring opens on its own. */
interface KnownKeys {
  /** Missing where there is a keeper. */
  dataKey?: Buffer;
  secretKey: Buffer;
  /** Where that is the keeper. */
  keyService?: SetKeyService;
  /** Read again then: another server may have set a keeper. */
  untilMs: number;
}

interface UnlockedKey {
  key: Buffer;
  untilMs: number;
  until: Date | undefined;
}

const MAX_CACHED = 10_000;
const CACHED_MS = 60_000;

export type Purpose = 'pack' | 'record-hash' | 'root-mac' | 'part-mac' | 'secret' | 'attached-key';

/** What replaces the keeper of now. */
export type NewKeeper = { passphrase: SetPassphrase } | { keyService: SetKeyService };

export class TenantKeys {
  readonly rotation: RingRotation;
  readonly #documents: TenantKeyDocuments;
  readonly #ring: KeyRing;
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #seals: KeeperSeals;
  readonly #services: KeyServiceAnswers | undefined;
  readonly #cache = new RecentMap<string, KnownKeys>(MAX_CACHED);
  /** In the memory of this server alone. */
  readonly #unlocked = new Map<TenantId, UnlockedKey>();

  constructor(
    connection: Connection,
    ring: KeyRing,
    clock: Pick<Clock, 'monotonicMs'> = { monotonicMs: () => performance.now() },
    openWithService?: OpenWithService,
  ) {
    this.#documents = new TenantKeyDocuments(connection);
    this.#ring = ring;
    this.#seals = new KeeperSeals(ring);
    this.rotation = new RingRotation(this.#documents, ring);
    this.#clock = clock;
    this.#services = openWithService && new KeyServiceAnswers(openWithService, clock);
  }

  /**
   * A subkey of 32 bytes for one purpose; `context` makes it one of its own (a pack's id). That of
   * secrets opens without a keeper. @throws NotFound when the tenant's key was destroyed; as
   * `dataKey`
   */
  async subkey(tenantId: TenantId, purpose: Purpose, context = ''): Promise<Buffer> {
    if (purpose === 'secret') return (await this.#known(tenantId)).secretKey;
    return deriveKey(await this.dataKey(tenantId), purpose, context);
  }

  /**
   * The tenant's data key; made at the first call. Two replicas at once get the same one: inserted
   * if absent, then read again. @throws NotFound, Unavailable `key-locked` | `key-refused` |
   * `key-service-unavailable`
   */
  async dataKey(tenantId: TenantId): Promise<Buffer> {
    const known = await this.#known(tenantId);
    if (known.dataKey) return known.dataKey;
    const { keyService, secretKey } = known;
    if (keyService) {
      if (!this.#services) throw new Error('This service was composed without key services.');
      return this.#services.ask(tenantId, keyService, secretKey);
    }
    const opened = this.#openedKey(tenantId);
    if (opened) return opened.key;
    throw new Unavailable(
      'key-locked',
      'The backups of this site are locked, and only their passphrase opens them. Unlock them under Settings › Keys.',
      { retryAfterMs: 0 },
    );
  }

  /** What is set, by whom and when: what the ring has sealed once more is left as it is. */
  async keepers(tenantId: TenantId): Promise<Keepers> {
    return (await this.#documents.read(tenantId)) ?? {};
  }

  /** What is stored of the tenant's passphrase; undefined where there is none. */
  async passphrase(tenantId: TenantId): Promise<SetPassphrase | undefined> {
    return (await this.#keepersOf(tenantId)).passphrase;
  }

  /** What is stored of the tenant's key service; undefined where there is none. */
  async keyService(tenantId: TenantId): Promise<SetKeyService | undefined> {
    return (await this.#keepersOf(tenantId)).keyService;
  }

  /** The key services of all tenants that have one. */
  usedKeyServices(): Promise<UsedKeyService[]> {
    return this.#documents.usedKeyServices();
  }

  /**
   * From now on only the keeper opens the data key, also on other servers, within a minute. It
   * replaces the one that was `seen`. @throws Conflict `keys-changed`
   */
  async putKeeper(
    id: TenantId,
    keeper: NewKeeper,
    dataKey: Buffer,
    seen: SeenKeepers,
  ): Promise<void> {
    const secretKey = deriveKey(dataKey, 'secret', '');
    const wrapped = this.#ring.wrap(secretKey, secretContext(id));
    await this.#replace(id, { ...this.#seals.seal(id, keeper), ...wrapped }, seen);
  }

  /** The operator's ring alone opens the data key again. @throws Conflict `keys-changed` */
  async dropKeeper(id: TenantId, dataKey: Buffer, seen: SeenKeepers): Promise<void> {
    await this.#replace(id, this.#ring.wrap(dataKey, id), seen);
    this.#unlocked.delete(id);
  }

  /** On this server, for so long; without an end until it restarts. */
  unlock(id: TenantId, key: Buffer, { ms, until }: { ms: number; until: Date | undefined }): void {
    this.#unlocked.set(id, { key, untilMs: this.#clock.monotonicMs() + ms, until });
  }

  /** On this server; a key service is asked again for the next that is done. */
  lock(id: TenantId): void {
    this.#unlocked.delete(id);
    this.#services?.forget(id);
  }

  /** On this server; undefined where it is locked. */
  unlockedUntil(id: TenantId): { until: Date | undefined } | undefined {
    const opened = this.#openedKey(id);
    return opened && { until: opened.until };
  }

  /** Forgets the key for good. Repeatable. */
  async destroy(tenantId: TenantId): Promise<void> {
    this.#cache.delete(tenantId);
    this.lock(tenantId);
    await translated(() =>
      this.#documents.model
        .updateOne(
          { _id: tenantId },
          {
            $set: { sealed: null, destroyedAt: new Date(), keyId: DESTROYED },
            $unset: { passphrase: 1, keyService: 1 },
          },
          { upsert: true },
        )
        .exec(),
    );
  }

  /** Forgets also that there was a key, once nobody can ask for it any more. Repeatable. */
  async forget(tenantId: TenantId): Promise<void> {
    const destroyed = { _id: tenantId, sealed: null };
    await translated(() => this.#documents.model.deleteOne(destroyed).exec());
  }

  async #known(tenantId: TenantId): Promise<KnownKeys> {
    const cached = this.#cache.get(tenantId);
    if (cached && this.#clock.monotonicMs() < cached.untilMs) return cached;
    const document =
      (await this.#documents.read(tenantId)) ??
      (await this.#documents.create(tenantId, this.#ring.wrap(randomBytes(32), tenantId)));
    if (!document.sealed) throw new NotFound('The data of this installation was deleted.');
    const key = this.#seals.openKey({ ...document, sealed: document.sealed });
    const { keyService } = this.#seals.open(document);
    const untilMs = this.#clock.monotonicMs() + CACHED_MS;
    const known = hasKeeper(document)
      ? { secretKey: key, ...(keyService && { keyService }), untilMs }
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

  async #keepersOf(id: TenantId): Promise<Keepers> {
    const document = await this.#documents.read(id);
    return document ? this.#seals.open(document) : {};
  }

  async #replace(
    id: TenantId,
    change: Parameters<TenantKeyDocuments['replace']>[1],
    seen: SeenKeepers,
  ): Promise<void> {
    try {
      await this.#documents.replace(id, change, seen);
    } finally {
      this.#cache.delete(id);
      this.#services?.forget(id);
    }
  }
}

/** HKDF-SHA-256: encryption and authentication never share a key. */
export function deriveKey(dataKey: Buffer, purpose: Purpose, context: string): Buffer {
  return Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), `${purpose}|${context}`, 32));
}
