/**
 * The manifest of a backup: frozen facts, and where its entries are. `full` segments list everything in order; where a backup leans on
 * an older one with few changes, it names that one's full segments and an `overlay` of what differs from them, tombstones included.
 */
import { z } from 'zod';
import { RECORD_KINDS, type RecordKey } from '../../../core/storages/record.ts';
import { Damaged } from '../../../core/kernel/errors.ts';
import { elementAt } from '../../../core/kernel/element-at.ts';
import { firstIndexWhere } from '../../../core/kernel/first-index-where.ts';
import { RecentMap } from '../../../core/kernel/recent-map.ts';
import { compareKeys, type Entry } from './entry.ts';
import { alive, mergeEntries } from './merge-entries.ts';
import type { PackStore } from '../packs/pack-store.ts';
import { decodeSegment } from './segment-codec.ts';

const Kind = z.enum(RECORD_KINDS);
const Key = z.object({ kind: Kind, type: z.string(), id: z.string() });

export const SegmentRef = z.object({
  pack: z.string(),
  count: z.number(),
  hash: z.string(),
  first: Key,
  last: Key,
});
export type SegmentRef = z.infer<typeof SegmentRef>;

export const Manifest = z.object({
  header: z.object({
    tenantId: z.string(),
    backupId: z.string(),
    formatVersion: z.number(),
    createdAt: z.string(),
    site: z.object({
      siteUrl: z.string(),
      workspaceId: z.string(),
      schemaId: z.string(),
      schemaName: z.string(),
      schemaKey: z.string(),
    }),
    counts: z.record(Kind, z.number()),
    contentBytes: z.number(),
    baseId: z.string().optional(),
  }),
  /** Kind → type → number of entries. */
  typeCounts: z.partialRecord(Kind, z.record(z.string(), z.number())),
  full: z.array(SegmentRef),
  overlay: z.array(SegmentRef),
  /** Every data pack that an entry names, sorted. */
  packs: z.array(z.string()),
});
export type Manifest = z.infer<typeof Manifest>;

export interface EntryRange {
  kind: RecordKey['kind'];
  type?: string;
}

const OPEN_SEGMENTS = 8;

/** Reads the entries of one backup in order. */
export class ManifestReader {
  readonly manifest: Manifest;
  readonly #store: PackStore;
  readonly #open = new RecentMap<string, Entry[]>(OPEN_SEGMENTS);

  constructor(store: PackStore, manifest: Manifest) {
    this.#store = store;
    this.manifest = manifest;
  }

  /** All entries that are there, of a kind (and type) if one is given. @throws Damaged naming the segment */
  entries(range?: EntryRange): AsyncGenerator<Entry[]> {
    return alive(
      mergeEntries([
        this.#batches(this.manifest.full, range),
        this.#batches(this.manifest.overlay, range),
      ]),
    );
  }

  /** The full segments as they are, without the overlay. */
  fullEntries(): AsyncGenerator<Entry[]> {
    return this.#batches(this.manifest.full, undefined);
  }

  async find(key: RecordKey): Promise<Entry | undefined> {
    for (const refs of [this.manifest.overlay, this.manifest.full]) {
      const ref = refs.find(
        (segment) => compareKeys(segment.first, key) <= 0 && compareKeys(key, segment.last) <= 0,
      );
      const found = ref && inOrder(await this.segment(ref), key);
      if (found) return found.gone ? undefined : found;
    }
    return undefined;
  }

  count({ kind, type }: EntryRange): number {
    const types = this.manifest.typeCounts[kind] ?? {};
    return type === undefined
      ? Object.values(types).reduce((sum, count) => sum + count, 0)
      : (types[type] ?? 0);
  }

  /** @throws Damaged when the segment is missing, changed, or not the one that the header names */
  async segment(ref: SegmentRef): Promise<Entry[]> {
    const open = this.#open.get(ref.pack);
    if (open) return open;
    const bytes = await this.#store.read(ref.pack, 'segment');
    if (this.#store.hash(bytes) !== ref.hash)
      throw new Damaged(`segment ${ref.pack}: it is not the one that the header names`);
    const entries = decodeSegment(bytes);
    this.#open.set(ref.pack, entries);
    return entries;
  }

  async *#batches(refs: SegmentRef[], range: EntryRange | undefined): AsyncGenerator<Entry[]> {
    for (const ref of refs) {
      if (range && !overlaps(ref, range)) continue;
      const entries = await this.segment(ref);
      yield range
        ? entries.filter(
            (entry) =>
              entry.kind === range.kind && (range.type === undefined || entry.type === range.type),
          )
        : entries;
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
  const rank = (of: RecordKey['kind']): number => RECORD_KINDS.indexOf(of);
  if (rank(ref.last.kind) < rank(kind) || rank(ref.first.kind) > rank(kind)) return false;
  if (type === undefined) return true;
  const edge = { kind, type, id: '0' };
  const startsAfter =
    ref.first.kind === kind && ref.first.type !== type && compareKeys(ref.first, edge) > 0;
  const endsBefore =
    ref.last.kind === kind && ref.last.type !== type && compareKeys(ref.last, edge) < 0;
  return !startsAfter && !endsBefore;
}
