import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { Damaged } from '../../../core/kernel/errors.ts';
import { giveBack } from '../../../core/kernel/give-back.ts';
import type { RunId, TenantId } from '../../../core/kernel/ids.ts';
import { deriveKey } from '../../sealing/tenant-keys.ts';
import type { TenantQuota } from './tenant-quota.ts';
import { compressPack, openPack, sealPack } from './pack-codec.ts';
import { claimIn, isWrittenBy, runOf } from './pack-id.ts';
import type { PackKind, PackShelf, PackSizes } from './pack-shelf.ts';
import { HASH_BYTES } from './place.ts';

export interface WrittenPack {
  id: string;
  size: number;
  raw: number;
}

/** Reads and writes sealed packs of one tenant in one storage. Packs are insert-only. */
export class PackStore {
  readonly #shelf: PackShelf;
  readonly #tenantId: TenantId;
  readonly #storageId: string;
  readonly #dataKey: Buffer;
  /** Not as bytes, because then each hash would make a new key. */
  readonly #hashKey: KeyObject;
  readonly #quota: TenantQuota | undefined;

  constructor(parts: {
    shelf: PackShelf;
    tenantId: TenantId;
    storageId: string;
    dataKey: Buffer;
    /** What the tenant may still write; absent: unlimited. */
    quota?: TenantQuota | undefined;
  }) {
    this.#shelf = parts.shelf;
    this.#tenantId = parts.tenantId;
    this.#storageId = parts.storageId;
    this.#dataKey = parts.dataKey;
    this.#quota = parts.quota;
    this.#hashKey = createSecretKey(deriveKey(parts.dataKey, 'record-hash', ''));
  }

  /** How large packs are cut here. */
  get sizes(): PackSizes {
    return this.#shelf.sizes;
  }

  /** @throws Refused `quota-full` */
  async assertRoom(): Promise<void> {
    await this.#quota?.take(1);
  }

  /** HMAC-SHA-256, cut, in hex: a record's hash. */
  hash(bytes: Buffer): string {
    return createHmac('sha256', this.#hashKey)
      .update(bytes)
      .digest('hex')
      .slice(0, 2 * HASH_BYTES);
  }

  /**
   * Seals and inserts. Inserting the same pack again (after a lost answer) is fine. @throws Damaged
   * when another one stands under its id; Refused `quota-full`
   */
  async write(
    id: string,
    kind: PackKind,
    plain: Buffer,
    compressed?: Buffer,
  ): Promise<WrittenPack> {
    const packed = compressed ?? (await compressPack(plain));
    const data = sealPack(packed, this.#keyOf(id), this.#binding(id, kind));
    giveBack(packed);
    const size = data.length;
    await this.#quota?.take(size);
    const isNew = await this.#shelf.insert({ id, kind, raw: plain.length, data });
    giveBack(data);
    if (!isNew) await this.#assertStands(id, kind, plain);
    return { id, size, raw: plain.length };
  }

  /** @throws Damaged when it is missing or changed */
  async read(id: string, kind: PackKind): Promise<Buffer> {
    const data = await this.#shelf.read(id);
    if (!data) throw new Damaged(`pack ${id}: the stored data is missing`);
    return this.open({ id, kind, data });
  }

  /** @throws Damaged when it was changed */
  open({ id, kind, data }: { id: string; kind: PackKind; data: Buffer }): Promise<Buffer> {
    return openPack(data, this.#keyOf(id), this.#binding(id, kind));
  }

  /** Of these packs, the ones that are there and not known to be damaged, with their raw sizes. */
  sound(ids: string[]): Promise<Map<string, number>> {
    return this.#shelf.sound(ids);
  }

  /** Of these packs, the ones that are there, sound or not. */
  stored(ids: string[]): Promise<ReadonlySet<string>> {
    return this.#shelf.stored(ids);
  }

  markDamaged(id: string): Promise<void> {
    return this.#shelf.markDamaged(id);
  }

  /** A backup that counts from now on needs these. */
  protect(ids: readonly string[]): Promise<void> {
    return this.#shelf.protect([...new Set(ids)]);
  }

  delete(ids: string[]): Promise<void> {
    return this.#shelf.delete(ids);
  }

  /** Ids of the packs that these holders of a run wrote; without them, of all that it has. */
  async ofRun(runId: RunId, holders?: readonly string[]): Promise<string[]> {
    const ids = await this.#shelf.ofRun(runId);
    return holders ? ids.filter((id) => isWrittenBy(holders, claimIn(id))) : ids;
  }

  /** What the packs of a run take up, bytes. */
  bytesOf(runId: RunId): Promise<number> {
    return this.#shelf.bytesOf(runId);
  }

  async #assertStands(id: string, kind: PackKind, plain: Buffer): Promise<void> {
    const standing = await this.read(id, kind);
    if (!standing.equals(plain))
      throw new Damaged(
        `pack ${id}: the storage has a different one under this ID. Start a new backup.`,
      );
  }

  #keyOf(id: string): Buffer {
    return deriveKey(this.#dataKey, 'pack', id);
  }

  #binding(id: string, kind: PackKind) {
    return {
      tenantId: this.#tenantId,
      storageId: this.#storageId,
      kind,
      runId: runOf(id),
      packId: id,
    };
  }
}
