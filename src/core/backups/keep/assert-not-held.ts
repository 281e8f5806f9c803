import type { CatalogSchema } from '../../catalog/catalog-store.ts';
import { Conflict } from '../../kernel/errors.ts';
import { counted } from '../../kernel/counted.ts';
import type { Backup } from '../backup.ts';

/** @throws Conflict `backup-held` where one of the backups, or their whole schema, is on hold */
export function assertNotHeld(
  schema: Pick<CatalogSchema, 'hold' | 'name'> | undefined,
  backups: readonly Pick<Backup, 'hold'>[],
): void {
  if (schema?.hold)
    throw new Conflict(
      'backup-held',
      `All backups of ${schema.name} are on hold: ${schema.hold.reason}. Lift the hold before you delete any.`,
    );
  const held = backups.flatMap((backup) => backup.hold ?? []);
  const [first] = held;
  if (!first) return;
  const what =
    backups.length === 1
      ? `This backup is on hold: ${first.reason}.`
      : `${counted(held.length, 'backup is', 'backups are')} on hold.`;
  throw new Conflict('backup-held', `${what} Lift the hold before you delete it.`);
}

/** For a backup that was put on hold at the very moment at which it was to be removed. */
export const heldMeanwhile = (): Conflict =>
  new Conflict(
    'backup-held',
    'This backup was put on hold a moment ago. Lift the hold before you delete it.',
  );
