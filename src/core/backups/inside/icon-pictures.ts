import { pictureType, type PictureType } from '../../assets/model/picture-type.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import { iconFileKey, readStoredIcons } from '../parts/icons/icon-records.ts';

/** A picture that is safe to show. */
export interface Picture {
  type: PictureType;
  bytes: Uint8Array;
}

/** More or larger ones would make a page of a tree too large. */
const MAX_PICTURES = 500;
const MAX_BYTES = 32 << 10;

/**
 * The pictures of icons that a backup holds, by the icon's id. What isn't a picture by its bytes is
 * left out, whatever it was called.
 */
export async function iconPictures(
  reader: BackupReader,
  ids: ReadonlySet<string>,
): Promise<Map<string, Picture>> {
  const icons = [...(await readStoredIcons(reader)).values()].filter(({ id }) => ids.has(id));
  const files = [...new Set(icons.map(({ file }) => file))].slice(0, MAX_PICTURES);
  const pictures = new Map<string, Picture>();
  for (const { id, body } of await reader.getMany(files.map(iconFileKey))) {
    if (!(body instanceof Uint8Array) || body.length > MAX_BYTES) continue;
    const type = pictureType(body);
    if (type) pictures.set(id, { type, bytes: body });
  }
  return new Map(
    icons.flatMap(({ id, file }) => {
      const picture = pictures.get(file);
      return picture ? [[id, picture] as const] : [];
    }),
  );
}
