import { NotFound } from '../../../../src/core/kernel/errors.ts';
import type {
  BackupRecord,
  RecordKey,
  RecordKind,
} from '../../../../src/core/storages/records/backup-record.ts';
import type { BackupHeader } from '../../../../src/core/storages/records/backup-header.ts';
import type { BackupReader } from '../../../../src/core/storages/records/backup-reader.ts';

type Filter = { kind?: RecordKind; type?: string };

/** A backup in memory. Only for tests of what is read, not of how it is stored. */
export class MemoryReader implements BackupReader {
  readonly #records: BackupRecord[];
  /** How many bodies of objects were given. */
  bodies = 0;

  constructor(records: BackupRecord[]) {
    this.#records = [...records].sort((a, b) => Number(a.id) - Number(b.id));
  }

  async header(): Promise<BackupHeader> {
    throw new Error('a memory reader has no header');
  }

  async get(key: RecordKey): Promise<BackupRecord> {
    const [record] = await this.getMany([key]);
    if (!record) throw new NotFound();
    return record;
  }

  async getMany(keys: RecordKey[]): Promise<BackupRecord[]> {
    return this.#give(
      this.#records.filter((record) =>
        keys.some(
          ({ kind, type, id }) => record.kind === kind && record.type === type && record.id === id,
        ),
      ),
    );
  }

  async entries(filter: Filter & { search?: string; skip?: number; limit?: number }) {
    const search = filter.search?.toLowerCase() ?? '';
    const found = this.#find(filter).filter(({ label }) => label.toLowerCase().includes(search));
    const { skip = 0, limit = found.length } = filter;
    const entries = found
      .slice(skip, skip + limit)
      .map(({ kind, type, id, label }) => ({ kind, type, id, label, bytes: 1 }));
    return { entries, total: found.length };
  }

  async *records(filter: Filter): AsyncGenerator<BackupRecord> {
    yield* this.#give(this.#find(filter));
  }

  async countsByType(kind: RecordKind): Promise<Map<string, number>> {
    const byType = Map.groupBy(this.#find({ kind }), ({ type }) => type);
    return new Map([...byType].map(([type, records]) => [type, records.length]));
  }

  #find({ kind, type }: Filter): BackupRecord[] {
    return this.#records.filter(
      (record) => record.kind === (kind ?? record.kind) && record.type === (type ?? record.type),
    );
  }

  #give(records: BackupRecord[]): BackupRecord[] {
    this.bodies += records.filter(({ kind }) => kind === 'object').length;
    return structuredClone(records);
  }
}
