import type { StorageUsage } from '../../../core/storages/storage-usage.ts';
import type { RunId } from '../../../core/kernel/ids.ts';

export type PackKind = 'data' | 'segment' | 'spill';

/** A pack as it is stored. */
export interface SealedPack {
  id: string;
  kind: PackKind;
  /** Bytes before compression. */
  raw: number;
  data: Buffer;
}

/** How large packs are cut, by what holds them. */
export interface PackSizes {
  /** Raw bytes gathered before a pack is cut. */
  gathered: number;
  /** A pack that is larger than this when it is sealed is cut in pieces. */
  sealed: number;
  /** How many packs stay open while records are read. */
  open: number;
}

/**
 * Below the document limit of every provider (Cosmos RU: 2 MB): what is gathered compresses to well
 * under that.
 */
export const DOCUMENT_PACKS: PackSizes = { gathered: 4 << 20, sealed: 1_500_000, open: 6 };

/** Where the sealed packs of one tenant in one storage stand. Packs are insert-only. */
export interface PackShelf {
  readonly sizes: PackSizes;
  /** False where one stands under this id already. */
  insert(pack: SealedPack): Promise<boolean>;
  read(id: string): Promise<Buffer | undefined>;
  /** Of these packs, the ones that are there and not known to be damaged, with their raw sizes. */
  sound(ids: readonly string[]): Promise<Map<string, number>>;
  /** Of these packs, the ones that are there, sound or not. */
  stored(ids: readonly string[]): Promise<ReadonlySet<string>>;
  markDamaged(id: string): Promise<void>;
  /**
   * A backup that counts from now on needs these: a storage that locks what it holds locks them
   * again. Repeatable.
   */
  protect(ids: readonly string[]): Promise<void>;
  delete(ids: readonly string[]): Promise<void>;
  ofRun(runId: RunId): Promise<string[]>;
  /** What the packs of a run take up, bytes. */
  bytesOf(runId: RunId): Promise<number>;
  /** What is stored of the tenant. */
  usage(): Promise<StorageUsage>;
  /** Everything of the tenant. Repeatable. */
  purge(): Promise<void>;
}
