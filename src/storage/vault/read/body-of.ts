import type { BackupRecord } from '../../../core/storages/records/backup-record.ts';
import type { JsonValue } from '../../../core/kernel/json/json-value.ts';
import type { Entry } from '../manifest/entry.ts';

/** The body of a record; one of bytes is a view of what was read. */
export const bodyOf = ({ codec }: Pick<Entry, 'codec'>, bytes: Buffer): BackupRecord['body'] =>
  codec === 'bytes'
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
    : (JSON.parse(bytes.toString()) as JsonValue);
