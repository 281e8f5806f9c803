import { whyNot, type StorageRemoval } from '../../../core/use-cases/storages/remove-storages.ts';
import { count, counted } from '../../view/numbers.ts';
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
  /** What was typed and refused. */
  typed: string;
  error: string | undefined;
}

export function storageRemoveView(
  removal: StorageRemoval,
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
    ...refused,
  };
}
