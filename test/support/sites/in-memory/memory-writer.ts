import type { RunId } from '../../../../src/core/kernel/ids.ts';
import type {
  BackupRecord,
  RecordKey,
  RecordKind,
} from '../../../../src/core/storages/records/backup-record.ts';
import type {
  BackupWriter,
  BaseRecord,
  SealedBackup,
} from '../../../../src/core/storages/records/backup-writer.ts';

const nameOf = (key: RecordKey): string => `${key.kind} ${key.type} ${key.id}`;

/** Keeps records in memory. Only for tests of what is written, not of how it is stored. */
export class MemoryWriter implements BackupWriter {
  readonly baseId: RunId | undefined = undefined;
  readonly records = new Map<string, BackupRecord>();
  /** What the base has, in any order. */
  readonly base: ReadonlyMap<string, BackupRecord>;

  constructor(base: Iterable<BackupRecord> = []) {
    this.base = new Map([...base].map((record) => [nameOf(record), record]));
  }

  async put(record: BackupRecord): Promise<void> {
    this.records.set(nameOf(record), record);
  }

  async isInBase(record: BackupRecord): Promise<boolean> {
    const known = this.base.get(nameOf(record));
    return known !== undefined && JSON.stringify(known.body) === JSON.stringify(record.body);
  }

  async *baseRecords(kind: RecordKind): AsyncGenerator<BaseRecord> {
    for (const record of this.base.values())
      if (record.kind === kind)
        yield { ...record, takeOver: async () => void this.records.set(nameOf(record), record) };
  }

  async *baseKeys(kind: RecordKind): AsyncGenerator<{ type: string; id: string }> {
    for (const record of this.base.values()) if (record.kind === kind) yield record;
  }

  async takeOver(keys: readonly RecordKey[]): Promise<boolean> {
    const found = keys.map((key) => this.base.get(nameOf(key)));
    if (found.includes(undefined)) return false;
    for (const record of found) if (record) await this.put(record);
    return true;
  }

  async drop(key: RecordKey): Promise<void> {
    this.records.delete(nameOf(key));
  }

  async *ids(kind: RecordKind): AsyncGenerator<{ type: string; id: string }> {
    for (const record of this.records.values()) if (record.kind === kind) yield record;
  }

  async checkpoint(): Promise<null> {
    return null;
  }

  async finish(): Promise<SealedBackup> {
    throw new Error('a memory writer seals nothing');
  }
}
