import {
  compareKinds,
  type RecordKey,
  type RecordKind,
} from '../../../core/storages/records/backup-record.ts';
import { Damaged } from '../../../core/kernel/errors.ts';
import { giveBack } from '../../../core/kernel/give-back.ts';
import { elementAt } from '../../../core/kernel/collections/element-at.ts';
import { firstIndexWhere } from '../../../core/kernel/collections/first-index-where.ts';
import { RecentMap } from '../../../core/kernel/collections/recent-map.ts';
import type { PackStore } from '../packs/pack-store.ts';
import type { BackupManifest } from './backup-manifest.ts';
import { compareKeys, type Entry } from './entry.ts';
import { alive, mergeEntries } from './merge-entries.ts';
import type { PartManifest } from './part-manifest.ts';
import { decodeSegment } from './segment-codec.ts';
import type { SegmentRef } from './segment-ref.ts';

export interface EntryRange {
  kind: RecordKind;
  type?: string | undefined;
}

const OPEN_SEGMENTS = 8;

/** Reads the entries of one backup in order. Each kind is read from the part that it belongs to. */
export class ManifestReader {
  readonly manifest: BackupManifest;
  readonly #store: PackStore;
  /** Kind → its part, in the order of kinds. */
  readonly #partOf: ReadonlyMap<RecordKind, PartManifest>;
  readonly #open = new RecentMap<string, Entry[]>(OPEN_SEGMENTS);

  constructor(store: PackStore, manifest: BackupManifest) {
    this.#store = store;
    this.manifest = manifest;
    const pairs = manifest.parts.flatMap((part) => part.kinds.map((kind) => [kind, part] as const));
    this.#partOf = new Map(pairs.toSorted(([a], [b]) => compareKinds(a, b)));
  }

  /** The part that records of a kind belong to. */
  partOf(kind: RecordKind): PartManifest | undefined {
    return this.#partOf.get(kind);
  }

  part(name: string): PartManifest | undefined {
    return this.manifest.parts.find((part) => part.name === name);
  }

  /** The kinds that the backup may hold, in order; unknown ones are among them. */
  get kinds(): RecordKind[] {
    return [...this.#partOf.keys()];
  }

  /** Every segment that a part names, once. */
  segments(): SegmentRef[] {
    const refs = this.manifest.parts.flatMap(({ full, overlay }) => [...full, ...overlay]);
    return [...new Map(refs.map((ref) => [ref.pack, ref])).values()];
  }

  /**
   * All entries that are there, of a kind (and type) if one is given. @throws Damaged naming the
   * segment
   */
  async *entries(range?: EntryRange): AsyncGenerator<Entry[]> {
    if (range) {
      yield* this.#ofKind(range);
      return;
    }
    for (const kind of this.#partOf.keys()) yield* this.#ofKind({ kind });
  }

  /** What the full segments of a part have of a kind, as they are, without the overlay. */
  fullEntries(part: PartManifest, kind: RecordKind): AsyncGenerator<Entry[]> {
    return this.#batches(part.full, { kind });
  }

  /** What a backup has instead of full segments that it leans on, tombstones included. */
  overlayEntries(kind: RecordKind): AsyncGenerator<Entry[]> {
    return this.#batches(this.partOf(kind)?.overlay ?? [], { kind });
  }

  async find(key: RecordKey): Promise<Entry | undefined> {
    const part = this.#partOf.get(key.kind);
    if (!part) return undefined;
    for (const refs of [part.overlay, part.full]) {
      const ref = refs.find(
        (segment) => compareKeys(segment.first, key) <= 0 && compareKeys(key, segment.last) <= 0,
      );
      const found = ref && inOrder(await this.segment(ref), key);
      if (found) return found.gone ? undefined : found;
    }
    return undefined;
  }

  /** Object type (`0` where a kind has none) → how many entries. */
  countsByType(kind: RecordKind): Record<string, number> {
    return this.#partOf.get(kind)?.typeCounts[kind] ?? {};
  }

  count({ kind, type }: EntryRange): number {
    const types = this.countsByType(kind);
    if (type !== undefined) return types[type] ?? 0;
    return Object.values(types).reduce((sum, count) => sum + count, 0);
  }

  /** @throws Damaged when the segment is missing, changed, or not the one that the header names */
  async segment(ref: SegmentRef): Promise<Entry[]> {
    const open = this.#open.get(ref.pack);
    if (open) return open;
    const bytes = await this.#store.read(ref.pack, 'segment');
    if (this.#store.hash(bytes) !== ref.hash)
      throw new Damaged(`segment ${ref.pack}: it isn't the one the header names`);
    const entries = decodeSegment(bytes);
    giveBack(bytes);
    this.#open.set(ref.pack, entries);
    return entries;
  }

  #ofKind(range: EntryRange): AsyncGenerator<Entry[]> {
    const part = this.#partOf.get(range.kind);
    const [full, overlay] = part ? [part.full, part.overlay] : [[], []];
    return alive(mergeEntries([this.#batches(full, range), this.#batches(overlay, range)]));
  }

  async *#batches(refs: SegmentRef[], range: EntryRange): AsyncGenerator<Entry[]> {
    const { kind, type } = range;
    for (const ref of refs) {
      if (!overlaps(ref, range)) continue;
      const entries = await this.segment(ref);
      const isWhole = type === undefined && ref.first.kind === kind && ref.last.kind === kind;
      if (isWhole) yield entries;
      else
        yield entries.filter(
          (entry) => entry.kind === kind && (type === undefined || entry.type === type),
        );
    }
  }
}

/** Entries of a segment are in order. */
function inOrder(entries: Entry[], key: RecordKey): Entry | undefined {
  const reaches = (at: number): boolean => compareKeys(elementAt(entries, at), key) >= 0;
  const entry = entries[firstIndexWhere(entries.length, reaches)];
  return entry && compareKeys(entry, key) === 0 ? entry : undefined;
}

/** Whether a segment may hold entries of the range. */
function overlaps(ref: SegmentRef, { kind, type }: EntryRange): boolean {
  if (compareKinds(ref.last.kind, kind) < 0 || compareKinds(ref.first.kind, kind) > 0) return false;
  if (type === undefined) return true;
  const edge = { kind, type, id: '0' };
  const startsAfter =
    ref.first.kind === kind && ref.first.type !== type && compareKeys(ref.first, edge) > 0;
  const endsBefore =
    ref.last.kind === kind && ref.last.type !== type && compareKeys(ref.last, edge) < 0;
  return !startsAfter && !endsBefore;
}
