import type { CatalogSchema } from '../../catalog/catalog-store.ts';
import { Conflict } from '../../kernel/errors.ts';
import { counted } from '../../kernel/counted.ts';
import type { Backup } from '../backup.ts';

type Holder = Pick<CatalogSchema, 'hold' | 'name'> | undefined;
type Held = Pick<Backup, 'hold'>;

/** @throws Conflict `backup-held` where one of the backups, or their whole schema, is on hold */
export function assertNotHeld(schema: Holder, backups: readonly Held[]): void {
  const why = whyHeld(schema, backups);
  if (why !== undefined) throw new Conflict('backup-held', why);
}

/** What keeps these backups from being deleted, and what to do about it. */
export function whyHeld(schema: Holder, backups: readonly Held[]): string | undefined {
  if (schema?.hold)
    return `All backups of ${schema.name} are on hold: ${schema.hold.reason}. Lift the hold before you delete any.`;
  const held = backups.flatMap(({ hold }) => hold ?? []);
  const [first] = held;
  if (!first) return undefined;
  return backups.length === 1
    ? `This backup is on hold: ${first.reason}. Lift the hold before you delete it.`
    : `${counted(held.length, 'backup is', 'backups are')} on hold. Lift each hold before you delete them.`;
}

/** For a backup that was put on hold at the very moment at which it was to be removed. */
export const heldMeanwhile = (): Conflict =>
  new Conflict(
    'backup-held',
    'This backup was put on hold a moment ago. Lift the hold before you delete it.',
  );
