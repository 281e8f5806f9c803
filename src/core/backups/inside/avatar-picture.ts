import { pictureType } from '../../assets/model/picture-type.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import {
  readAvatarFile,
  readStoredAvatar,
  type AvatarOwner,
} from '../parts/avatars/avatar-records.ts';
import type { Picture } from './icon-pictures.ts';

/** Why a picture is not shown: others than PNG, JPEG and GIF may hold scripts. */
export type HiddenPicture = 'too large' | 'of another type';

/** A larger one would make a page of one object too large. */
const MAX_BYTES = 512 << 10;

/**
 * The avatar of an object; undefined where the backup has none, and a word where it has one that no
 * page can show.
 */
export async function avatarPicture(
  reader: BackupReader,
  owner: AvatarOwner,
): Promise<Picture | HiddenPicture | undefined> {
  const avatar = await readStoredAvatar(reader, owner);
  const bytes = avatar && (await readAvatarFile(reader, avatar.file));
  if (!bytes) return undefined;
  const type = pictureType(bytes);
  if (!type) return 'of another type';
  return bytes.length > MAX_BYTES ? 'too large' : { type, bytes };
}
