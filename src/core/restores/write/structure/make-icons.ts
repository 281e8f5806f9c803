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

/** What became of the icons that the destination lacks; by the backup's ids. */
export interface MadeIcons {
  /** Ids there. */
  made: ReadonlyMap<string, string>;
  /** Why a type with that icon gets a standard one, in a sentence. */
  refused: ReadonlyMap<string, string>;
}

/** Uploads the icons that the destination lacks, each picture once. */
export async function makeIcons(attempt: RestoreAttempt): Promise<MadeIcons> {
  const { target, context } = attempt.parts;
  const made = new Map<string, string>();
  const refused = new Map<string, string>();
  const store = target.iconStore;
  if (!store) return { made, refused };
  const byPicture = Map.groupBy(context.matches.toMake.icons, ({ file }) => file);
  for (const icons of byPicture.values()) {
    const [icon] = icons;
    const outcome = icon && (await makeIcon(attempt, store, icon));
    if (!outcome) continue;
    for (const { id } of icons)
      if ('id' in outcome) made.set(id, outcome.id);
      else refused.set(id, notUploaded(icon.name, outcome.why));
  }
  return { made, refused };
}

const notUploaded = (name: string, why: string): string =>
  `The icon "${name}" couldn't be uploaded: ${why} A standard icon is used instead.`;

async function makeIcon(
  attempt: RestoreAttempt,
  store: IconStore,
  icon: StoredIcon,
): Promise<{ id: string } | { why: string }> {
  const { reader, target } = attempt.parts;
  const bytes = await readIconFile(reader, icon.file);
  if (!bytes) return { why: 'its picture is missing from the backup.' };
  const type = pictureType(bytes);
  if (!type) return { why: "it's no PNG, JPEG or GIF picture." };
  await attempt.awaitEarlierCalls();
  try {
    const id = await attempt.makeOnce({
      find: () => findIcon(target, icon, attempt.signal),
      create: async () => {
        await attempt.assertHeld();
        return (await store.createIcon({ name: icon.name, bytes, type }, attempt.signal)).id;
      },
    });
    return { id };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { why: error.message };
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
