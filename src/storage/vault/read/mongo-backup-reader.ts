import type {
  BackupRecord,
  RecordEntry,
  RecordKey,
  RecordKind,
} from '../../../core/storages/records/backup-record.ts';
import type { BackupHeader } from '../../../core/storages/records/backup-header.ts';
import type { BackupReader } from '../../../core/storages/records/backup-reader.ts';
import { Damaged, NotFound } from '../../../core/kernel/errors.ts';
import { letOthersRun } from '../../../core/kernel/loops/let-others-run.ts';
import { DataReader } from '../packs/data-reader.ts';
import { compareKeys, type Entry } from '../manifest/entry.ts';
import { headerOf } from '../manifest/backup-manifest.ts';
import type { ManifestReader } from '../manifest/manifest-reader.ts';
import type { PackStore } from '../packs/pack-store.ts';
import { comparePlaces } from '../packs/place.ts';
import { bodyOf } from './body-of.ts';

export class MongoBackupReader implements BackupReader {
  readonly #manifest: ManifestReader;
  readonly #store: PackStore;
  readonly #data: DataReader;

  constructor(store: PackStore, manifest: ManifestReader) {
    this.#store = store;
    this.#manifest = manifest;
    this.#data = new DataReader(store);
  }

  async header(): Promise<BackupHeader> {
    return headerOf(this.#manifest.manifest);
  }

  async get(key: RecordKey): Promise<BackupRecord> {
    const entry = await this.#manifest.find(key);
    if (!entry) throw new NotFound("This isn't in the backup.");
    return this.#record(entry);
  }

  async getMany(keys: RecordKey[]): Promise<BackupRecord[]> {
    const entries: Entry[] = [];
    for (const key of [...keys].sort(compareKeys)) {
      const entry = await this.#manifest.find(key);
      if (entry) entries.push(entry);
    }
    entries.sort((a, b) => comparePlaces(a.place, b.place));
    // Of more packs than stay open, the next call would find the wrong ones.
    const isScattered = countPacks(entries) > this.#store.sizes.open;
    const records: BackupRecord[] = [];
    for (const [at, entry] of entries.entries()) {
      records.push(await this.#record(entry));
      const { pack } = entry.place;
      if (isScattered && entries[at + 1]?.place.pack !== pack) this.#data.close(pack);
      await letOthersRun();
    }
    return records;
  }

  async entries({
    kind,
    type,
    search = '',
    skip = 0,
    limit = Infinity,
  }: {
    kind: RecordKind;
    type?: string;
    search?: string;
    skip?: number;
    limit?: number;
  }): Promise<{ entries: RecordEntry[]; total: number }> {
    const range = { kind, type };
    const wanted = search.trim().toLocaleLowerCase();
    const entries: RecordEntry[] = [];
    let total = 0;
    for await (const batch of this.#manifest.entries(range)) {
      for (const entry of batch) {
        if (!hasInLabel(entry, wanted)) continue;
        total += 1;
        if (total > skip && entries.length < limit) entries.push(toRecordEntry(entry));
      }
      if (wanted === '' && entries.length >= limit) break;
      await letOthersRun();
    }
    return { entries, total: wanted === '' ? this.#manifest.count(range) : total };
  }

  async *records({
    kind,
    type,
    signal,
  }: {
    kind?: RecordKind;
    type?: string;
    signal?: AbortSignal;
  }): AsyncGenerator<BackupRecord> {
    for await (const batch of this.#manifest.entries(
      kind === undefined ? undefined : { kind, type },
    )) {
      for (const entry of batch) {
        signal?.throwIfAborted();
        yield await this.#record(entry);
        await letOthersRun();
      }
    }
  }

  async countsByType(kind: RecordKind): Promise<Map<string, number>> {
    return new Map(Object.entries(this.#manifest.countsByType(kind)));
  }

  async #record(entry: Entry): Promise<BackupRecord> {
    const bytes = await this.#data.bytes(entry.place);
    if (this.#store.hash(bytes) !== entry.hash)
      throw new Damaged(`${entry.kind} ${entry.id} "${entry.label}": the stored data was changed`);
    return {
      kind: entry.kind,
      type: entry.type,
      id: entry.id,
      label: entry.label,
      body: bodyOf(entry, bytes),
    };
  }
}

const countPacks = (entries: readonly Entry[]): number =>
  new Set(entries.map(({ place }) => place.pack)).size;

/** Whether its label has the text, any case; `text` is in lower case. */
const hasInLabel = ({ label }: Entry, text: string): boolean =>
  text === '' || label.toLocaleLowerCase().includes(text);

const toRecordEntry = ({ kind, type, id, label, place }: Entry): RecordEntry => ({
  kind,
  type,
  id,
  label,
  bytes: place.length,
});
