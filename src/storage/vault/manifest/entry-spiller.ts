import { z } from 'zod';
import { elementAt } from '../../../core/kernel/collections/element-at.ts';
import { giveBack } from '../../../core/kernel/give-back.ts';
import { compareKeys, type Entry } from './entry.ts';
import type { PackStore } from '../packs/pack-store.ts';
import type { PackWriter } from '../packs/pack-writer.ts';
import { decodeSegment, encodeSegment } from './segment-codec.ts';

const GATHERED = 20_000;
const CHUNK = 1000;

/** One sorted batch of entries in the storage: the packs of its chunks, in order. */
export const Spill = z.array(z.string());
export type Spill = z.infer<typeof Spill>;

/**
 * Gathers entries, and moves them to the storage in sorted batches, so that memory does not grow
 * with the backup.
 */
export class EntrySpiller {
  readonly #packs: PackWriter;
  readonly #spills: Spill[];
  #entries: Entry[] = [];

  constructor(packs: PackWriter, spills: Spill[]) {
    this.#packs = packs;
    this.#spills = [...spills];
  }

  async add(entry: Entry): Promise<void> {
    this.#entries.push(entry);
    if (this.#entries.length >= GATHERED) await this.spill();
  }

  /**
   * Everything added so far is in the storage, and so is every record it names. Returns all spills,
   * the oldest first.
   */
  async spill(): Promise<Spill[]> {
    await this.#packs.flush();
    const entries = latestOfEach(this.#entries);
    this.#entries = [];
    const spill: Spill = [];
    for (let at = 0; at < entries.length; at += CHUNK) {
      const bytes = encodeSegment(entries.slice(at, at + CHUNK));
      spill.push(await this.#packs.writeNow('spill', bytes));
      giveBack(bytes);
    }
    if (spill.length > 0) this.#spills.push(spill);
    return this.#spills.map((packs) => [...packs]);
  }
}

export async function* readSpill(store: PackStore, spill: Spill): AsyncGenerator<Entry[]> {
  for (const pack of spill) {
    const bytes = await store.read(pack, 'spill');
    const entries = decodeSegment(bytes);
    giveBack(bytes);
    yield entries;
  }
}

/** Sorted, each key once: of several the one that was added last. */
function latestOfEach(entries: Entry[]): Entry[] {
  const sorted = entries
    .map((entry, at) => ({ entry, at }))
    .sort((a, b) => compareKeys(a.entry, b.entry) || b.at - a.at);
  return sorted
    .filter(
      ({ entry }, at) => at === 0 || compareKeys(elementAt(sorted, at - 1).entry, entry) !== 0,
    )
    .map(({ entry }) => entry);
}
