import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { BackupReader } from '../../../storages/records/backup-reader.ts';
import type { BackupRecord, RecordKey } from '../../../storages/records/backup-record.ts';

/** The body of an avatar's record. */
const StoredAvatar = z.object({
  /** When its object had been changed last. */
  updated: z.string(),
  /** The id of its picture's record: SHA-256 of the bytes, hex. */
  file: z.string(),
});
type StoredAvatar = z.infer<typeof StoredAvatar>;

/** The object that has it. */
export interface AvatarOwner {
  typeId: string;
  id: string;
}

const avatarKey = ({ typeId, id }: AvatarOwner): RecordKey => ({
  kind: 'avatar',
  type: typeId,
  id,
});
const avatarFileKey = (file: string): RecordKey => ({ kind: 'avatarFile', type: '0', id: file });

/** An avatar and its picture. Equal pictures have one record. */
export function avatarRecords(
  owner: AvatarOwner & { label: string; updated: string },
  bytes: Uint8Array,
): BackupRecord[] {
  const { label, updated } = owner;
  const file = createHash('sha256').update(bytes).digest('hex');
  const body: StoredAvatar = { updated, file };
  return [
    { ...avatarKey(owner), label, body: { ...body } },
    { ...avatarFileKey(file), label: '', body: bytes },
  ];
}

/** What a backup tells of an object's avatar; undefined where it has none. @throws Damaged */
export async function readStoredAvatar(
  reader: BackupReader,
  owner: AvatarOwner,
): Promise<StoredAvatar | undefined> {
  const [record] = await reader.getMany([avatarKey(owner)]);
  return StoredAvatar.safeParse(record?.body).data;
}

/** The picture of an avatar; undefined where the backup doesn't have it. @throws Damaged */
export async function readAvatarFile(
  reader: BackupReader,
  file: string,
): Promise<Uint8Array | undefined> {
  const [record] = await reader.getMany([avatarFileKey(file)]);
  return record?.body instanceof Uint8Array ? record.body : undefined;
}
