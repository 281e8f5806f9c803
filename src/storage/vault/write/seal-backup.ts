/**
 * The end of a backup: the spilled entries become a manifest. Packs are all stored by now; segments follow, then the header, which alone
 * makes them reachable.
 */
import { FORMAT_VERSION } from '../../../core/backups/projection.ts';
import { RECORD_KINDS, type RecordKind } from '../../../core/storages/record.ts';
import type { BackupHeader } from '../../../core/storages/vault.ts';
import { Damaged } from '../../../core/kernel/errors.ts';
import type { BaseIndex } from './base-index.ts';
import type { DataReader } from '../packs/data-reader.ts';
import { sameEntry, type Entry } from '../manifest/entry.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { ManifestWriter } from '../manifest/manifest-writer.ts';
import { alive, mergeEntries, pairEntries, type EntryBatches } from '../manifest/merge-entries.ts';
import { packsOf, type PackStore } from '../packs/pack-store.ts';
import type { PackWriter } from '../packs/pack-writer.ts';

/** An overlay that would hold more than this share of the entries is not worth its while: everything is written anew. */
const OVERLAY_SHARE = 0.1;
/** A pack of older backups of which less than this share is still needed is not kept for it: what is needed moves. */
const ALIVE_SHARE = 0.5;

export interface SealParts {
  store: PackStore;
  packs: PackWriter;
  data: DataReader;
  base: BaseIndex | undefined;
  /** The spilled entries, each spill in order; called once for every pass. */
  spills: () => EntryBatches[];
}

export type HeaderFacts = Omit<
  BackupHeader,
  'counts' | 'contentBytes' | 'formatVersion' | 'baseId'
>;

export async function writeManifest(parts: SealParts, facts: HeaderFacts): Promise<Manifest> {
  const base = parts.base && !parts.base.broken ? parts.base : undefined;
  const plan = base
    ? await planAgainst(base, parts)
    : { overlay: false, moving: new Set<string>() };
  const writer = new ManifestWriter(parts.packs, parts.store);
  const tally = new Tally();
  const moved: Entry[] = [];
  const take = async (entry: Entry): Promise<Entry> => {
    tally.count(entry);
    if (!plan.moving.has(entry.place.pack)) {
      tally.use(entry);
      return entry;
    }
    const bytes = await parts.data.bytes(entry.place);
    const copy = { ...entry, place: await parts.packs.keep(bytes) };
    moved.push(copy);
    return copy;
  };
  if (base && plan.overlay) {
    for await (const pairs of pairEntries(entriesOf(parts), base.manifest.fullEntries())) {
      for (const { left, right } of pairs) {
        const entry = left && (await take(left));
        if (!entry) await writer.add({ ...right!, gone: true });
        else if (!right || !sameEntry(entry, right)) await writer.add(entry);
      }
    }
  } else
    for await (const batch of entriesOf(parts))
      for (const entry of batch) await writer.add(await take(entry));
  const written = await writer.end();
  await parts.packs.flush();
  moved.forEach((entry) => tally.use(entry));
  const packs = [...tally.packs].sort();
  await assertStored(parts.store, packs);
  return {
    header: {
      ...facts,
      formatVersion: FORMAT_VERSION,
      counts: tally.counts,
      contentBytes: tally.contentBytes,
      ...(base ? { baseId: base.baseId } : {}),
    },
    typeCounts: tally.typeCounts,
    full: base && plan.overlay ? base.manifest.manifest.full : written,
    overlay: plan.overlay ? written : [],
    packs,
  };
}

const entriesOf = (parts: SealParts): EntryBatches => alive(mergeEntries(parts.spills()));

/** First pass, with a base: how much differs from its full segments, and which of its packs are hardly needed any more. */
async function planAgainst(
  base: BaseIndex,
  parts: SealParts,
): Promise<{ overlay: boolean; moving: Set<string> }> {
  let total = 0;
  let differing = 0;
  const needed = new Map<string, { bytes: number; same: number }>();
  for await (const pairs of pairEntries(entriesOf(parts), base.manifest.fullEntries())) {
    for (const { left, right } of pairs) {
      if (left) total += 1;
      const same = left !== undefined && right !== undefined && sameEntry(left, right);
      if (!same) differing += 1;
      if (!left || left.place.chunks > 0 || !base.sound.has(left.place.pack)) continue;
      const use = needed.get(left.place.pack) ?? { bytes: 0, same: 0 };
      use.bytes += left.place.length;
      if (same) use.same += 1;
      needed.set(left.place.pack, use);
    }
  }
  const moving = new Set<string>();
  for (const [pack, { bytes, same }] of needed) {
    if (bytes >= ALIVE_SHARE * base.sound.get(pack)!) continue;
    moving.add(pack);
    differing += same;
  }
  return {
    overlay: base.manifest.manifest.full.length > 0 && differing <= OVERLAY_SHARE * total,
    moving,
  };
}

async function assertStored(store: PackStore, packs: string[]): Promise<void> {
  const sound = await store.sound(packs);
  const missing = packs.find((pack) => !sound.has(pack));
  if (missing)
    throw new Damaged(
      `The backup was not finished: pack ${missing} is missing from the storage or damaged. Start a new backup.`,
    );
}

class Tally {
  readonly counts = Object.fromEntries(RECORD_KINDS.map((kind) => [kind, 0])) as Record<
    RecordKind,
    number
  >;
  readonly typeCounts: Manifest['typeCounts'] = {};
  readonly packs = new Set<string>();
  contentBytes = 0;

  count({ kind, type, place }: Entry): void {
    this.counts[kind] += 1;
    this.contentBytes += place.length;
    const types = (this.typeCounts[kind] ??= {});
    types[type] = (types[type] ?? 0) + 1;
  }

  use(entry: Entry): void {
    if (entry.place.chunks === 0) this.packs.add(entry.place.pack);
    else packsOf(entry.place).forEach((pack) => this.packs.add(pack));
  }
}
