import type { RecordKind } from '../../../core/storages/records/backup-record.ts';
import { giveBack } from '../../../core/kernel/give-back.ts';
import { elementAt } from '../../../core/kernel/collections/element-at.ts';
import type { PackStore } from '../packs/pack-store.ts';
import type { PackWriter } from '../packs/pack-writer.ts';
import type { Entry } from './entry.ts';
import { encodeSegment } from './segment-codec.ts';
import type { SegmentRef } from './segment-ref.ts';

const SEGMENT = 2000;

export interface WrittenSegment {
  ref: SegmentRef;
  /** The kinds of its entries. */
  kinds: Set<RecordKind>;
}

/** Writes entries, given in order, as segments. */
export class ManifestWriter {
  readonly #packs: PackWriter;
  readonly #store: PackStore;
  readonly #written: WrittenSegment[] = [];
  #entries: Entry[] = [];

  constructor(packs: PackWriter, store: PackStore) {
    this.#packs = packs;
    this.#store = store;
  }

  async add(entry: Entry): Promise<void> {
    this.#entries.push(entry);
    if (this.#entries.length >= SEGMENT) await this.#write();
  }

  async end(): Promise<WrittenSegment[]> {
    if (this.#entries.length > 0) await this.#write();
    return this.#written;
  }

  async #write(): Promise<void> {
    const entries = this.#entries;
    this.#entries = [];
    // Records that were just moved.
    if (entries.some((entry) => entry.place.pack === '')) await this.#packs.flush();
    const bytes = encodeSegment(entries);
    const pack = await this.#packs.writeNow('segment', bytes);
    const ref: SegmentRef = {
      pack,
      count: entries.length,
      hash: this.#store.hash(bytes),
      first: keyOf(elementAt(entries, 0)),
      last: keyOf(elementAt(entries, entries.length - 1)),
    };
    giveBack(bytes);
    this.#written.push({ ref, kinds: new Set(entries.map(({ kind }) => kind)) });
  }
}

const keyOf = ({ kind, type, id }: Entry) => ({ kind, type, id });
