import { createHash } from 'node:crypto';
import { Damaged } from '../../../core/kernel/errors.ts';
import { letOthersRun } from '../../../core/kernel/loops/let-others-run.ts';
import type { RecordKey } from '../../../core/storages/records/backup-record.ts';
import type {
  CopySource,
  StoredBatch,
  StoredRecord,
} from '../../../core/storages/records/copy-source.ts';
import type { BackupHeader } from '../../../core/storages/records/backup-header.ts';
import { headerOf } from '../manifest/backup-manifest.ts';
import { compareKeys, type Entry } from '../manifest/entry.ts';
import type { ManifestReader } from '../manifest/manifest-reader.ts';
import { DataReader } from '../packs/data-reader.ts';
import type { PackStore } from '../packs/pack-store.ts';
import { comparePlaces, type Place } from '../packs/place.ts';

/** Entries that are held at once: within a batch each pack is opened once. */
const BATCH = 10_000;

/** Reads a backup for its copy: bodies as they are stored, of kinds that nobody knows as well. */
export class MongoCopySource implements CopySource {
  readonly hashKeyMark: string;
  readonly #manifest: ManifestReader;
  readonly #store: PackStore;
  readonly #data: DataReader;
  /** Where the bodies of records are that were given. */
  readonly #places = new WeakMap<StoredRecord, Place>();

  constructor(store: PackStore, manifest: ManifestReader) {
    this.hashKeyMark = store.hash(Buffer.alloc(0));
    this.#manifest = manifest;
    this.#store = store;
    this.#data = new DataReader(store);
  }

  async header(): Promise<BackupHeader> {
    return headerOf(this.#manifest.manifest);
  }

  async *batches({
    after,
    signal,
  }: {
    after?: RecordKey | undefined;
    signal: AbortSignal;
  }): AsyncGenerator<StoredBatch> {
    let gathered: Entry[] = [];
    for await (const entries of this.#manifest.entries()) {
      signal.throwIfAborted();
      gathered.push(...(after ? entries.filter((entry) => isBehind(entry, after)) : entries));
      if (gathered.length < BATCH) continue;
      yield* this.#batch(gathered);
      gathered = [];
    }
    yield* this.#batch(gathered);
  }

  async find(keys: RecordKey[]): Promise<StoredRecord[]> {
    const found: StoredRecord[] = [];
    for (const key of keys) {
      const entry = await this.#manifest.find(key);
      if (entry) found.push(this.#record(entry));
    }
    return found;
  }

  async bytes(record: StoredRecord): Promise<Uint8Array> {
    const place = this.#places.get(record);
    if (!place) throw new Error('This record was not given by this source.');
    const bytes = await this.#data.bytes(place);
    const { kind, id, label, hash } = record;
    if (this.#store.hash(bytes) !== hash)
      throw new Damaged(`${kind} ${id} "${label}": the stored data was changed`);
    return bytes;
  }

  async digest({
    signal,
    withHashes,
  }: {
    signal: AbortSignal;
    withHashes: boolean;
  }): Promise<string> {
    const hash = createHash('sha256');
    for await (const entries of this.#manifest.entries()) {
      signal.throwIfAborted();
      for (const entry of entries) {
        const { kind, type, id, label, codec, place } = entry;
        const of = [kind, type, id, label, codec, place.length, withHashes ? entry.hash : ''];
        hash.update(`${JSON.stringify(of)}\n`);
      }
      await letOthersRun();
    }
    return hash.digest('hex');
  }

  *#batch(entries: Entry[]): Generator<StoredBatch> {
    const last = entries.at(-1);
    if (!last) return;
    const { kind, type, id } = last;
    const inPlace = entries.toSorted((a, b) => comparePlaces(a.place, b.place));
    yield { records: inPlace.map((entry) => this.#record(entry)), last: { kind, type, id } };
  }

  #record({ kind, type, id, label, hash, codec, place }: Entry): StoredRecord {
    const record = { kind, type, id, label, hash, codec };
    this.#places.set(record, place);
    return record;
  }
}

const isBehind = (entry: Entry, after: RecordKey): boolean => compareKeys(entry, after) > 0;
