import type { BackupRecord } from '../../../core/storages/records/backup-record.ts';
import type { JsonValue } from '../../../core/kernel/json/json-value.ts';
import type { Entry } from '../manifest/entry.ts';

/** The body of a record. Bytes are copied: those of the pack serve other records. */
export const bodyOf = ({ codec }: Pick<Entry, 'codec'>, bytes: Buffer): BackupRecord['body'] =>
  codec === 'bytes' ? Uint8Array.from(bytes) : (JSON.parse(bytes.toString()) as JsonValue);
