import type { BackupOutline } from '../../../../core/backups/backup-outline.ts';
import { whyHeld } from '../../../../core/backups/keep/assert-not-held.ts';
import type { CatalogSchema } from '../../../../core/catalog/catalog-store.ts';
import type { StorageNames } from '../../../../core/use-cases/storages/own-storages.ts';
import { lockView } from '../dialogs/backup-delete-view.ts';
import type { FieldErrors } from '../../../forms/fields.ts';
import { showDate, type ShownDate } from '../../../view/formats/dates.ts';
import { counted } from '../../../view/formats/numbers.ts';
import type { Reader } from '../../../view/reader.ts';

/** *Delete for good…* of what is in the bin of a schema (`bin-delete-ask.hbs`). */
export interface BinDeleteView {
  /** Of the schema. */
  id: string;
  name: string;
  title: string;
  lines: BinPickView[];
  /** Why nothing of it can be deleted. */
  kept: string | undefined;
  typed: string | undefined;
  error: string | undefined;
  picksError: string | undefined;
}

interface BinPickView {
  id: string;
  date: ShownDate;
  why: string;
  isPicked: boolean;
  hold: string | undefined;
  /** Its data can't be deleted before. */
  lock: { storage: string; until: ShownDate } | undefined;
}

interface BinDeleteShown {
  schema: CatalogSchema;
  backups: readonly BackupOutline[];
  names: StorageNames;
  /** None: all of them. */
  picked: readonly string[];
  typed?: string | undefined;
  errors?: FieldErrors | undefined;
}

export function binDeleteView(shown: BinDeleteShown, reader: Reader): BinDeleteView {
  const { schema, backups, names, picked, typed, errors = {} } = shown;
  const lines = backups.map((backup) => ({
    id: backup.id,
    date: showDate(backup.completedAt, reader),
    why: backup.binned?.why ?? '',
    isPicked:
      !backup.hold && (shown.errors ? picked.includes(backup.id) : isMeant(backup.id, picked)),
    hold: backup.hold?.reason,
    lock: lockView(backup, names.get(backup.storageId), reader),
  }));
  return {
    id: schema.id,
    name: schema.name,
    title: titleOf(lines.filter(({ isPicked }) => isPicked).length, lines.length),
    lines,
    kept: whyKept(schema, backups),
    typed,
    error: errors['name'] ?? errors['form'],
    picksError: errors['picks'],
  };
}

/** Where only some are on hold, the others can be picked. */
function whyKept(schema: CatalogSchema, backups: readonly BackupOutline[]): string | undefined {
  const isAnyFree = backups.some(({ hold }) => !hold);
  return whyHeld(schema, isAnyFree ? [] : backups);
}

const isMeant = (id: string, picked: readonly string[]): boolean =>
  picked.length === 0 || picked.includes(id);

function titleOf(picked: number, all: number): string {
  if (picked === 0) return 'Delete backups for good?';
  if (picked === 1) return 'Delete this backup for good?';
  return picked === all ? 'Empty the bin?' : `Delete ${counted(picked, 'backup')} for good?`;
}
