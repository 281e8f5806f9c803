import { z } from 'zod';
import type { Icon } from '../../../assets/model/icon.ts';
import { readPicture } from '../../../assets/reading/read-picture.ts';
import { counted } from '../../../kernel/counted.ts';
import { Damaged, Refused } from '../../../kernel/errors.ts';
import type { BackupReader } from '../../../storages/records/backup-reader.ts';
import { asJson } from '../../../kernel/json/json-value.ts';
import type { BackgroundReading, PartOutcome } from '../../reading/background-part.ts';
import { outcomeOfMissing } from '../../reading/outcome-of-missing.ts';
import { iconRecords, readIconFile, readStoredIcons, type StoredIcon } from './icon-records.ts';

/** What of a stored object type names its icon. */
const TypeIcon = z.object({ iconId: z.string(), iconName: z.string().catch('') });

/** How far an interrupted reading had come. */
const State = z.object({
  done: z.number(),
  missing: z.number(),
  /** Why the last one is missing. */
  why: z.string().optional(),
});

/**
 * Reads the icons of all object types, each once, one after the other: a schema has tens of them.
 * One that the base has under the same id and name is not asked for.
 */
export async function readIcons(reading: BackgroundReading): Promise<PartOutcome | void> {
  const { readers, backup, base, writer, pace, meter, save } = reading;
  const { icons } = readers;
  if (!icons) throw new Refused('part-unavailable', "Icons can't be read from this kind of site.");
  const wanted = await iconsOfTypes(backup);
  const known = base ? await readStoredIcons(base) : new Map<string, StoredIcon>();
  const state = State.catch({ done: 0, missing: 0 }).parse(reading.state);
  meter.set({ done: state.done, total: wanted.length });
  for (const icon of wanted.slice(state.done)) {
    pace.signal.throwIfAborted();
    const before = known.get(icon.id);
    const found =
      (base && before?.name === icon.name && (await fromBase(base, before))) ||
      (await readPicture(
        () => icons.iconBytes(icon.id, pace.signal),
        `What the site gives as the icon "${icon.name}" is no picture.`,
      ));
    if (found instanceof Uint8Array)
      for (const record of iconRecords(icon, found)) await writer.put(record);
    else Object.assign(state, { missing: state.missing + 1, why: found });
    state.done += 1;
    meter.set({ done: state.done });
    await save(() => asJson(state));
  }
  const { missing, why } = state;
  const words = counted(missing, 'icon');
  return outcomeOfMissing({ asked: wanted.length, missing, why, words });
}

/** In the order of the object types. */
async function iconsOfTypes(backup: BackupReader): Promise<Icon[]> {
  const icons = new Map<string, Icon>();
  for await (const { body } of backup.records({ kind: 'objectType' })) {
    const { iconId, iconName } = TypeIcon.catch({ iconId: '', iconName: '' }).parse(body);
    if (iconId !== '') icons.set(iconId, { id: iconId, name: iconName });
  }
  return [...icons.values()];
}

/** A base that is damaged is no base. */
async function fromBase(base: BackupReader, { file }: StoredIcon): Promise<Uint8Array | undefined> {
  try {
    return await readIconFile(base, file);
  } catch (error) {
    if (error instanceof Damaged) return undefined;
    throw error;
  }
}
