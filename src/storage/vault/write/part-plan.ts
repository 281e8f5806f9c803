import type { PartShortfall } from '../../../core/storages/records/backup-part.ts';
import { compareKinds, type RecordKind } from '../../../core/storages/records/backup-record.ts';
import type { Entry } from '../manifest/entry.ts';
import type { WrittenSegment } from '../manifest/manifest-writer.ts';
import type { PartManifest } from '../manifest/part-manifest.ts';
import type { SegmentRef } from '../manifest/segment-ref.ts';
import { packsOf } from '../packs/pack-id.ts';

/** The name of a part, and the kinds of its records. */
export interface PartLayout {
  name: string;
  kinds: readonly RecordKind[];
}

/**
 * An overlay with more than this share of the entries isn't worth it: everything is written again.
 */
const OVERLAY_SHARE = 0.1;

/** One part while it is sealed: what is known of it, and what it will name. */
export class PartPlan {
  readonly layout: PartLayout;
  /** The part of the base by the same name, if there is one. */
  readonly base: PartManifest | undefined;
  /** Entries, and those of them (and of the base) that differ from the base's full segments. */
  total = 0;
  differing = 0;
  readonly #typeCounts: PartManifest['typeCounts'] = {};
  readonly #packs = new Set<string>();
  #contentBytes = 0;

  constructor(layout: PartLayout, base: PartManifest | undefined) {
    this.layout = layout;
    this.base = base;
  }

  /** Whether it names the base's full segments, and only what differs from them is written. */
  get isOverlay(): boolean {
    const full = this.base?.full ?? [];
    return full.length > 0 && this.differing <= OVERLAY_SHARE * this.total;
  }

  count({ kind, type, place }: Entry): void {
    this.#contentBytes += place.length;
    const types = this.#typeCounts[kind] ?? {};
    types[type] = (types[type] ?? 0) + 1;
    this.#typeCounts[kind] = types;
  }

  /** The entry's packs are named: after they are known for good. */
  use({ place }: Entry): void {
    if (place.chunks === 0) this.#packs.add(place.pack);
    else packsOf(place).forEach((pack) => this.#packs.add(pack));
  }

  manifest(
    written: { whole: WrittenSegment[]; changes: WrittenSegment[] },
    shortfall: PartShortfall | undefined,
  ): PartManifest {
    const { name, kinds } = this.layout;
    const full = this.isOverlay ? (this.base?.full ?? []) : this.#own(written.whole);
    return {
      name,
      kinds: [...kinds],
      typeCounts: this.#typeCounts,
      contentBytes: this.#contentBytes,
      full,
      overlay: this.isOverlay ? this.#own(written.changes) : [],
      packs: [...this.#packs].sort(),
      shortfall: shortfall?.message,
      unavailable: shortfall?.unavailable,
    };
  }

  #own(segments: WrittenSegment[]): SegmentRef[] {
    return segments
      .filter((segment) => this.layout.kinds.some((kind) => segment.kinds.has(kind)))
      .map(({ ref }) => ref);
  }
}

/** Kind → the plan of its part, in the order of kinds. */
export function plansByKind(plans: PartPlan[]): Map<RecordKind, PartPlan> {
  const pairs = plans.flatMap((plan) => plan.layout.kinds.map((kind) => [kind, plan] as const));
  return new Map(pairs.toSorted(([a], [b]) => compareKinds(a, b)));
}
