import type { BackupRecord, RecordKey, RecordKind } from '../../src/core/storages/backup-record.ts';
import type { BackupWriter, SealedBackup } from '../../src/core/storages/vault.ts';

const nameOf = (key: RecordKey): string => `${key.kind} ${key.type} ${key.id}`;

/** Keeps records in memory. Only for tests of what is written, not of how it is stored. */
export class MemoryWriter implements BackupWriter {
  readonly baseId = undefined;
  readonly records = new Map<string, BackupRecord>();

  async put(record: BackupRecord): Promise<void> {
    this.records.set(nameOf(record), record);
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
