import type { Entry } from './entry.ts';
import type { SegmentRef } from './manifest.ts';
import type { PackStore } from '../packs/pack-store.ts';
import type { PackWriter } from '../packs/pack-writer.ts';
import { encodeSegment } from './segment-codec.ts';

const SEGMENT = 2000;

/** Writes entries, given in order, as segments. */
export class ManifestWriter {
  readonly #packs: PackWriter;
  readonly #store: PackStore;
  readonly #refs: SegmentRef[] = [];
  #entries: Entry[] = [];

  constructor(packs: PackWriter, store: PackStore) {
    this.#packs = packs;
    this.#store = store;
  }

  async add(entry: Entry): Promise<void> {
    this.#entries.push(entry);
    if (this.#entries.length >= SEGMENT) await this.#write();
  }

  async end(): Promise<SegmentRef[]> {
    if (this.#entries.length > 0) await this.#write();
    return this.#refs;
  }

  async #write(): Promise<void> {
    const entries = this.#entries;
    this.#entries = [];
    if (entries.some((entry) => entry.place.pack === '')) await this.#packs.flush(); // records that were moved just now
    const bytes = encodeSegment(entries);
    const pack = await this.#packs.writeNow('segment', bytes);
    this.#refs.push({
      pack,
      count: entries.length,
      hash: this.#store.hash(bytes),
      first: keyOf(entries[0]!),
      last: keyOf(entries.at(-1)!),
    });
  }
}

const keyOf = ({ kind, type, id }: Entry) => ({ kind, type, id });
