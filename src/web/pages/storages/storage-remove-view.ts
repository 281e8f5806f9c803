import { whyNot, type StorageRemoval } from '../../../core/use-cases/storages/remove-storages.ts';
import type { LockedObjects } from '../../../core/storages/locked-objects.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import type { Reader } from '../../view/reader.ts';
import { bytes, count, counted } from '../../view/formats/numbers.ts';
import { placeText } from '../settings/storage-form-view.ts';

/** *Remove…* of a storage (`storage-remove-ask.hbs`). */
export interface StorageRemoveView {
  id: string;
  label: string;
  place: string;
  /** Why it can't be removed yet, and what to do first. */
  why: string | undefined;
  /** The schemas whose backups are in the way. */
  schemas: { id: string; name: string; backups: string }[];
  /** How many backups those are, with the noun. */
  counted: string;
  /** What stays in a bucket, because nobody can delete it yet. */
  locked: LockedView | undefined;
  /** For example "database". */
  kind: string;
  /** What was typed and refused. */
  typed: string;
  error: string | undefined;
}

interface LockedView {
  /** For example "12 objects (3.1 MB) are". */
  what: string;
  until: ShownDate;
  objects: { key: string; until: ShownDate }[];
  /** How many are not named. */
  more: string | undefined;
}

export function storageRemoveView(
  removal: StorageRemoval,
  reader: Reader,
  refused: { typed: string; error: string | undefined } = { typed: '', error: undefined },
): StorageRemoveView {
  const { storage, schemas, listed } = removal;
  return {
    id: storage.id,
    label: storage.label,
    place: placeText(storage),
    why: whyNot(removal)?.message,
    schemas: schemas.map(({ id, name, backups }) => ({ id, name, backups: count(backups) })),
    counted: counted(listed, 'backup'),
    locked: removal.locked && lockedView(removal.locked, reader),
    kind: storage.kind === 'bucket' ? 'bucket' : 'database',
    ...refused,
  };
}

function lockedView({ count: number, bytes: size, until, first }: LockedObjects, reader: Reader) {
  return {
    what: `${counted(number, 'object')} (${bytes(size)}) ${number === 1 ? 'is' : 'are'}`,
    until: showDate(until, reader),
    objects: first.map((object) => ({ key: object.key, until: showDate(object.until, reader) })),
    more: number > first.length ? counted(number - first.length, 'more', 'more') : undefined,
  };
}
