import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Icon } from '../../../assets/model/icon.ts';
import type { BackupReader } from '../../../storages/records/backup-reader.ts';
import type { BackupRecord, RecordKey } from '../../../storages/records/backup-record.ts';
import { recordLabel } from '../../reading/record-label.ts';

/** The body of an icon's record. */
export const StoredIcon = z.object({
  id: z.string(),
  name: z.string(),
  /** The id of its picture's record: SHA-256 of the bytes, hex. */
  file: z.string(),
});
export type StoredIcon = z.infer<typeof StoredIcon>;

const iconKey = (id: string): RecordKey => ({ kind: 'icon', type: '0', id });
export const iconFileKey = (file: string): RecordKey => ({
  kind: 'iconFile',
  type: '0',
  id: file,
});

/** An icon and its picture. Equal pictures have one record. */
export function iconRecords({ id, name }: Icon, bytes: Uint8Array): BackupRecord[] {
  const file = createHash('sha256').update(bytes).digest('hex');
  const body: StoredIcon = { id, name, file };
  return [
    { ...iconKey(id), label: recordLabel(name), body: { ...body } },
    { ...iconFileKey(file), label: '', body: bytes },
  ];
}

/** The icons of a backup by their ids; none where it has no such part. */
export async function readStoredIcons(reader: BackupReader): Promise<Map<string, StoredIcon>> {
  const icons = new Map<string, StoredIcon>();
  for await (const { body } of reader.records({ kind: 'icon' })) {
    const icon = StoredIcon.parse(body);
    icons.set(icon.id, icon);
  }
  return icons;
}

/** The picture of an icon; undefined where the backup doesn't have it. @throws Damaged */
export async function readIconFile(
  reader: BackupReader,
  file: string,
): Promise<Uint8Array | undefined> {
  const [record] = await reader.getMany([iconFileKey(file)]);
  return record?.body instanceof Uint8Array ? record.body : undefined;
}
