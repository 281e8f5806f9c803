import type { AssetsDestination } from '../../../assets/ports/assets-destination.ts';
import type { IconStore } from '../../../assets/ports/files/icon-store.ts';
import { WriteRefused } from '../../../assets/ports/write-refused.ts';
import { pictureType } from '../../../assets/model/picture-type.ts';
import { readIconFile, type StoredIcon } from '../../../backups/parts/icons/icon-records.ts';
import { ProductError, Refused, Unavailable } from '../../../kernel/errors.ts';
import { ListedIcons } from '../../resolve/definitions/listed-icons.ts';
import type { RestoreAttempt } from '../attempt/restore-attempt.ts';

/** An icon that can't be sent is no reason to end a restore: the fallback is used. */
const REFUSALS = new Set(['part-unavailable', 'site-refused', 'no-permission']);

/**
 * Uploads the icons that the destination lacks, each picture once. The backup's id → the id there.
 */
export async function makeIcons(attempt: RestoreAttempt): Promise<Map<string, string>> {
  const { target, context } = attempt.parts;
  const made = new Map<string, string>();
  const store = target.iconStore;
  if (!store) return made;
  const byPicture = Map.groupBy(context.matches.toMake.icons, ({ file }) => file);
  for (const icons of byPicture.values()) {
    const [icon] = icons;
    const id = icon && (await makeIcon(attempt, store, icon));
    if (id !== undefined) for (const each of icons) made.set(each.id, id);
  }
  return made;
}

/** Undefined where it can't be uploaded: that is noted. */
async function makeIcon(
  attempt: RestoreAttempt,
  store: IconStore,
  icon: StoredIcon,
): Promise<string | undefined> {
  const { reader, target } = attempt.parts;
  const bytes = await readIconFile(reader, icon.file);
  if (!bytes) {
    attempt.note(
      `The icon "${icon.name}" couldn't be uploaded: its picture is missing from the backup. A standard icon is used instead.`,
    );
    return undefined;
  }
  const type = pictureType(bytes);
  if (!type) {
    attempt.note(
      `The icon "${icon.name}" couldn't be uploaded: it's no PNG, JPEG or GIF picture. A standard icon is used instead.`,
    );
    return undefined;
  }
  await attempt.awaitEarlierCalls();
  try {
    return await attempt.makeOnce({
      find: () => findIcon(target, icon, attempt.signal),
      create: async () => {
        await attempt.assertHeld();
        return (await store.createIcon({ name: icon.name, bytes, type }, attempt.signal)).id;
      },
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    attempt.note(
      `The icon "${icon.name}" couldn't be uploaded: ${error.message} A standard icon is used instead.`,
    );
    return undefined;
  }
}

/** Of those with its name the one with its picture, as far as the site gives pictures. */
async function findIcon(
  target: AssetsDestination,
  { name, file }: StoredIcon,
  signal: AbortSignal,
): Promise<string | undefined> {
  const global = await target.icons(undefined, signal);
  const listed = global.filter((each) => each.name === name);
  const icons = new ListedIcons(listed, target.iconStore, signal);
  const same = await icons.byPicture(file, name);
  return (same ?? (icons.wereCompared ? undefined : icons.byName(name)))?.id;
}

const isRefusal = (error: unknown): error is ProductError =>
  error instanceof WriteRefused ||
  (error instanceof Refused && REFUSALS.has(error.code)) ||
  (error instanceof Unavailable && error.code === 'site-unreachable');
