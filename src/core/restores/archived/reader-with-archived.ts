import { ARCHIVED_KIND, archivedKey } from '../../backups/parts/archived/archived-record.ts';
import { NotFound } from '../../kernel/errors.ts';
import type { BackupRecord, RecordEntry, RecordKey } from '../../storages/records/backup-record.ts';
import type { BackupHeader } from '../../storages/records/backup-header.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';

type EntryFilter = Parameters<BackupReader['entries']>[0];
type RecordFilter = Parameters<BackupReader['records']>[0];

const PAGE = 5_000;

/**
 * A backup with these of its archived objects after the others, as ordinary objects, so that a
 * restore creates them like all others.
 */
export class ReaderWithArchived implements BackupReader {
  readonly #reader: BackupReader;
  readonly #entries: readonly RecordEntry[];
  readonly #ids: ReadonlySet<string>;

  constructor(reader: BackupReader, entries: readonly RecordEntry[]) {
    this.#reader = reader;
    this.#entries = entries;
    this.#ids = new Set(entries.map(({ id }) => id));
  }

  header(): Promise<BackupHeader> {
    return this.#reader.header();
  }

  async get(key: RecordKey): Promise<BackupRecord> {
    const [found] = await this.getMany([key]);
    if (!found) throw new NotFound();
    return found;
  }

  async getMany(keys: RecordKey[]): Promise<BackupRecord[]> {
    const found = await this.#reader.getMany(keys);
    const those = keys.filter(({ kind, id }) => kind === 'object' && this.#ids.has(id));
    if (those.length === 0) return found;
    const active = new Set(found.map(({ type, id }) => `${type} ${id}`));
    const missing = those.filter(({ type, id }) => !active.has(`${type} ${id}`));
    const archived = await this.#reader.getMany(
      missing.map(({ type, id }) => archivedKey(type, id)),
    );
    return [...found, ...archived.map(asObject)];
  }

  async entries(filter: EntryFilter): ReturnType<BackupReader['entries']> {
    const active = await this.#reader.entries(filter);
    if (filter.kind !== 'object') return active;
    const { type, search = '', skip = 0, limit = Infinity } = filter;
    const wanted = search.toLowerCase();
    const those = this.#entries.filter(
      (each) =>
        (type === undefined || each.type === type) && each.label.toLowerCase().includes(wanted),
    );
    const from = Math.max(0, skip - active.total);
    const behind = those.slice(from, from + limit - active.entries.length);
    return {
      entries: [...active.entries, ...behind.map((each) => ({ ...each, kind: 'object' }))],
      total: active.total + those.length,
    };
  }

  async *records(filter: RecordFilter): AsyncGenerator<BackupRecord> {
    yield* this.#reader.records(filter);
    if (filter.kind !== 'object') return;
    for await (const record of this.#reader.records({ ...filter, kind: ARCHIVED_KIND }))
      if (this.#ids.has(record.id)) yield asObject(record);
  }

  async countsByType(kind: string): Promise<Map<string, number>> {
    const counts = await this.#reader.countsByType(kind);
    if (kind !== 'object') return counts;
    const all = new Map(counts);
    for (const { type } of this.#entries) all.set(type, (all.get(type) ?? 0) + 1);
    return all;
  }
}

const asObject = (record: BackupRecord): BackupRecord => ({ ...record, kind: 'object' });

/** The archived objects of a backup, without their bodies. */
export async function archivedEntries(reader: BackupReader): Promise<RecordEntry[]> {
  const all: RecordEntry[] = [];
  for (;;) {
    const page = { kind: ARCHIVED_KIND, skip: all.length, limit: PAGE };
    const { entries, total } = await reader.entries(page);
    all.push(...entries);
    if (entries.length === 0 || all.length >= total) return all;
  }
}
