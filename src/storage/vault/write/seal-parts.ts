/**
 * The end of a backup, or of a part of one: the spilled entries become manifests. Packs are all
 * stored by now; segments follow. What is returned has yet to be written to make them reachable.
 */
import type { PartShortfalls } from '../../../core/storages/records/backup-part.ts';
import type { RecordKind } from '../../../core/storages/records/backup-record.ts';
import { Damaged } from '../../../core/kernel/errors.ts';
import { sameEntry, type Entry } from '../manifest/entry.ts';
import { ManifestWriter } from '../manifest/manifest-writer.ts';
import { alive, mergeEntries, pairEntries, type EntryBatches } from '../manifest/merge-entries.ts';
import type { PartManifest } from '../manifest/part-manifest.ts';
import type { DataReader } from '../packs/data-reader.ts';
import type { PackStore } from '../packs/pack-store.ts';
import type { PackWriter } from '../packs/pack-writer.ts';
import type { BaseIndex } from './base-index.ts';
import { PartPlan, plansByKind, type PartLayout } from './part-plan.ts';

/**
 * A pack of older backups of which less than this share is still needed is not kept for it: what is
 * needed moves.
 */
const ALIVE_SHARE = 0.5;

export interface SealSources {
  store: PackStore;
  packs: PackWriter;
  data: DataReader;
  base: BaseIndex | undefined;
  /** The spilled entries, each spill in order; called once for every pass. */
  spills: () => EntryBatches[];
  /**
   * Whether these are all parts of the backup: else nobody can tell from them how much of a pack is
   * needed, and nothing moves.
   */
  isWhole: boolean;
}

/** Parts as they were sealed, or the packs whose records have to be put again first. */
export type Sealed =
  { parts: PartManifest[]; lost?: undefined } | { parts?: undefined; lost: Set<string> };

/**
 * Writes the segments of some parts. Of the base only the parts of the same names are leaned on,
 * and none where its manifest cannot be read.
 */
export async function sealParts(
  sources: SealSources,
  layouts: readonly PartLayout[],
  shortfalls: PartShortfalls,
): Promise<Sealed> {
  const base = sources.base?.broken ? undefined : sources.base;
  const plans = layouts.map((layout) => new PartPlan(layout, base?.manifest.part(layout.name)));
  const sealing = new Sealing({ ...sources, base }, plansByKind(plans));
  const written = await sealing.write();
  if (base?.broken) return sealParts(sources, layouts, shortfalls);
  if (sealing.lost.size > 0) return { lost: sealing.lost };
  const parts = plans.map((plan) => plan.manifest(written, shortfalls[plan.layout.name]));
  const named = [...new Set(parts.flatMap(({ packs }) => packs))];
  const sound = await sources.store.sound(named);
  const lost = new Set(named.filter((pack) => !sound.has(pack)));
  return lost.size > 0 ? { lost } : { parts };
}

/**
 * How much of a pack of the base is needed: bytes of records, and how many entries of each part are
 * as they were.
 */
interface PackUse {
  bytes: number;
  same: Map<PartPlan, number>;
}

class Sealing {
  readonly #sources: SealSources;
  readonly #plans: ReadonlyMap<RecordKind, PartPlan>;
  readonly #whole: ManifestWriter;
  readonly #changes: ManifestWriter;
  /** Packs of the base of which what is needed moves. */
  #moving = new Set<string>();
  readonly #moved: Entry[] = [];
  /** Packs out of which nothing can be moved: damaged, or missing. */
  readonly lost = new Set<string>();

  constructor(sources: SealSources, plans: ReadonlyMap<RecordKind, PartPlan>) {
    this.#sources = sources;
    this.#plans = plans;
    this.#whole = new ManifestWriter(sources.packs, sources.store);
    this.#changes = new ManifestWriter(sources.packs, sources.store);
  }

  async write() {
    const { base, packs } = this.#sources;
    if (base) await this.#compareWith(base);
    const full = this.#baseEntries((plan) => plan.isOverlay);
    for await (const pairs of pairEntries(this.#entries(), full))
      for (const { left, right } of pairs) await this.#add(left, right);
    const written = { whole: await this.#whole.end(), changes: await this.#changes.end() };
    await packs.flush();
    for (const entry of this.#moved) this.#planOf(entry).use(entry);
    return written;
  }

  /**
   * First pass, with a base: how much of each part differs from its full segments, and which of its
   * packs are hardly needed any more.
   */
  async #compareWith(base: BaseIndex): Promise<void> {
    const needed = new Map<string, PackUse>();
    const full = this.#baseEntries((plan) => plan.base !== undefined);
    for await (const pairs of pairEntries(this.#entries(), full))
      for (const { left, right } of pairs) {
        const same = isSame(left, right);
        if (left) this.#countNeed(needed, left, same, base);
        else if (right) this.#planOf(right).differing += 1;
      }
    if (this.#sources.isWhole) this.#chooseMoving(needed, base);
  }

  /** `same`: the base's full segments have the entry as it is. */
  #countNeed(
    needed: Map<string, PackUse>,
    entry: Entry,
    same: boolean,
    { sound }: BaseIndex,
  ): void {
    const plan = this.#planOf(entry);
    plan.total += 1;
    if (!same) plan.differing += 1;
    const { pack, length, chunks } = entry.place;
    if (chunks > 0 || !sound.has(pack)) return;
    let use = needed.get(pack);
    if (!use) {
      use = { bytes: 0, same: new Map() };
      needed.set(pack, use);
    }
    use.bytes += length;
    if (same) use.same.set(plan, (use.same.get(plan) ?? 0) + 1);
  }

  /** An entry that moves differs from the base's. */
  #chooseMoving(needed: Map<string, PackUse>, { sound }: BaseIndex): void {
    for (const [pack, { bytes, same }] of needed) {
      if (bytes >= ALIVE_SHARE * (sound.get(pack) ?? 0)) continue;
      this.#moving.add(pack);
      for (const [plan, count] of same) plan.differing += count;
    }
  }

  /** Second pass. `right` is what the base's full segments have by the same key. */
  async #add(left: Entry | undefined, right: Entry | undefined): Promise<void> {
    const entry = left && (await this.#take(left));
    if (entry && !this.#planOf(entry).isOverlay) await this.#whole.add(entry);
    else if (entry && !isSame(entry, right)) await this.#changes.add(entry);
    else if (!entry && right && this.#planOf(right).isOverlay)
      await this.#changes.add({ ...right, gone: true });
  }

  async #take(entry: Entry): Promise<Entry> {
    const plan = this.#planOf(entry);
    plan.count(entry);
    if (!this.#moving.has(entry.place.pack)) {
      plan.use(entry);
      return entry;
    }
    const bytes = await this.#read(entry);
    if (!bytes) return entry;
    const copy = { ...entry, place: await this.#sources.packs.keep(bytes) };
    this.#moved.push(copy);
    return copy;
  }

  /** Undefined once a pack is lost: then all of this is done once more. */
  async #read({ place, hash }: Entry): Promise<Buffer | undefined> {
    if (this.lost.has(place.pack)) return undefined;
    const { data, store } = this.#sources;
    try {
      const bytes = await data.bytes(place);
      if (store.hash(bytes) !== hash) throw new Damaged("It isn't what the manifest names.");
      return this.lost.size > 0 ? undefined : bytes;
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      this.lost.add(place.pack);
      return undefined;
    }
  }

  #entries(): EntryBatches {
    return alive(mergeEntries(this.#sources.spills()));
  }

  /** What the full segments of the base have of the chosen parts. */
  async *#baseEntries(isChosen: (plan: PartPlan) => boolean): AsyncGenerator<Entry[]> {
    const { base } = this.#sources;
    if (!base) return;
    try {
      for (const [kind, plan] of this.#plans)
        if (plan.base && isChosen(plan)) yield* base.manifest.fullEntries(plan.base, kind);
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      base.broken = true;
    }
  }

  #planOf({ kind }: Entry): PartPlan {
    const plan = this.#plans.get(kind);
    if (!plan) throw new Error(`No part of the backup has records of the kind ${kind}.`);
    return plan;
  }
}

const isSame = (left: Entry | undefined, right: Entry | undefined): boolean =>
  left !== undefined && right !== undefined && sameEntry(left, right);
