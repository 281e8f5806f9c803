import { z } from 'zod';
import type { AvatarReader } from '../../../assets/ports/files/avatar-reader.ts';
import { readPicture } from '../../../assets/reading/read-picture.ts';
import { counted } from '../../../kernel/counted.ts';
import { Damaged, Refused } from '../../../kernel/errors.ts';
import type { BackupReader } from '../../../storages/records/backup-reader.ts';
import { asJson } from '../../../kernel/json/json-value.ts';
import type { BackgroundReading, PartOutcome } from '../../reading/background-part.ts';
import { outcomeOfMissing } from '../../reading/outcome-of-missing.ts';
import {
  avatarRecords,
  readAvatarFile,
  readStoredAvatar,
  type AvatarOwner,
} from './avatar-records.ts';

const Owner = z.object({ updated: z.string().catch(''), hasAvatar: z.boolean().catch(false) });

/** How far an interrupted reading had come, in objects of the backup in their order. */
const State = z.object({
  done: z.number(),
  asked: z.number(),
  missing: z.number(),
  /** Why the last one is missing. */
  why: z.string().optional(),
});

/**
 * Reads the avatars of the objects that had one when they were backed up. That of an object that
 * has not changed since the base is taken from there.
 */
export async function readAvatars(reading: BackgroundReading): Promise<PartOutcome | void> {
  const { readers, backup, pace, meter, save } = reading;
  const { avatars } = readers;
  if (!avatars)
    throw new Refused('part-unavailable', "Avatars can't be read from this kind of site.");
  const state = State.catch({ done: 0, asked: 0, missing: 0 }).parse(reading.state);
  const { total } = await backup.entries({ kind: 'object', limit: 0 });
  meter.set({ done: state.done, total });
  let at = 0;
  for await (const object of backup.records({ kind: 'object', signal: pace.signal })) {
    at += 1;
    if (at <= state.done) continue;
    const { hasAvatar, updated } = Owner.parse(object.body);
    if (hasAvatar) {
      const owner = { typeId: object.type, id: object.id, label: object.label, updated };
      const why = await takeAvatar(reading, avatars, owner);
      state.asked += 1;
      if (why !== undefined) Object.assign(state, { missing: state.missing + 1, why });
    }
    state.done = at;
    meter.set({ done: at });
    await save(() => asJson(state));
  }
  return outcomeOfMissing({ ...state, words: counted(state.missing, 'avatar') });
}

/** Why it can't be obtained, in a sentence. */
async function takeAvatar(
  { base, writer, pace }: BackgroundReading,
  avatars: AvatarReader,
  owner: SeenOwner,
): Promise<string | undefined> {
  const found =
    (await fromBase(base, owner)) ??
    (await readPicture(
      () => avatars.avatarBytes(owner.id, pace.signal),
      'What the site gives as an avatar is no PNG, JPEG or GIF picture.',
    ));
  if (typeof found === 'string') return found;
  if (found) for (const record of avatarRecords(owner, found)) await writer.put(record);
  return undefined;
}

interface SeenOwner extends AvatarOwner {
  label: string;
  updated: string;
}

/** A base that is damaged is no base. */
async function fromBase(
  base: BackupReader | undefined,
  owner: SeenOwner,
): Promise<Uint8Array | undefined> {
  if (!base) return undefined;
  try {
    const before = await readStoredAvatar(base, owner);
    if (!before || before.updated === '' || before.updated !== owner.updated) return undefined;
    return await readAvatarFile(base, before.file);
  } catch (error) {
    if (error instanceof Damaged) return undefined;
    throw error;
  }
}
