import type { BackupRecord, RecordKind } from '../../../core/storages/records/backup-record.ts';
import { Damaged } from '../../../core/kernel/errors.ts';
import { letOthersRun } from '../../../core/kernel/loops/let-others-run.ts';
import type { Entry } from '../manifest/entry.ts';
import { DataReader } from '../packs/data-reader.ts';
import { packsOf } from '../packs/pack-id.ts';
import type { PackStore } from '../packs/pack-store.ts';
import { comparePlaces } from '../packs/place.ts';
import { bodyOf } from '../read/body-of.ts';
import type { BaseIndex } from './base-index.ts';

/** Entries that are held at once: within a batch each pack is opened once. */
const BATCH = 10_000;

interface ReadEntry {
  entry: Entry;
  body: BackupRecord['body'];
}

/** Reads what a base holds, and lets go of packs that turn out to be damaged. */
export class BaseReading {
  readonly #base: BaseIndex;
  readonly #store: PackStore;
  readonly #data: DataReader;
  readonly #exclude: (pack: string) => Promise<void>;

  /** `exclude`: nothing may lean on this pack from now on. */
  constructor(base: BaseIndex, store: PackStore, exclude: (pack: string) => Promise<void>) {
    this.#base = base;
    this.#store = store;
    this.#data = new DataReader(store);
    this.#exclude = exclude;
  }

  async *records(kind: RecordKind): AsyncGenerator<ReadEntry> {
    let gathered: Entry[] = [];
    for await (const entries of this.#base.entries(kind)) {
      gathered.push(...entries);
      if (gathered.length < BATCH) continue;
      yield* this.#inPlace(gathered);
      gathered = [];
    }
    yield* this.#inPlace(gathered);
  }

  async *#inPlace(entries: Entry[]): AsyncGenerator<ReadEntry> {
    for (const entry of entries.sort((a, b) => comparePlaces(a.place, b.place))) {
      const bytes = await this.#bytes(entry);
      if (bytes) yield { entry, body: bodyOf(entry, bytes) };
      await letOthersRun();
    }
  }

  async #bytes({ place, hash }: Entry): Promise<Buffer | undefined> {
    if (!this.#base.isThere(place)) return undefined;
    try {
      const bytes = await this.#data.bytes(place);
      if (this.#store.hash(bytes) === hash) return bytes;
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
    }
    for (const pack of packsOf(place)) await this.#exclude(pack);
    return undefined;
  }
}
