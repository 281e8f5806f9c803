import type { CatalogSchema } from '../../../core/catalog/catalog-store.ts';
import { showDate, type ShownDate } from '../formats/dates.ts';
import type { Reader } from '../reader.ts';

/** Backups that are known to be damaged (`partials/schemas/damaged-backups.hbs`). */
export interface DamagedBackupsView {
  lines: { id: string; schema: string; date: ShownDate }[];
  /** There are more than are listed. */
  isMore: boolean;
}

const MAX_LINES = 5;

/** Undefined where none is damaged. */
export function damagedBackupsView(
  schemas: readonly CatalogSchema[],
  reader: Reader,
): DamagedBackupsView | undefined {
  const all = schemas.flatMap(({ name, damaged = [] }) =>
    damaged.map((backup) => ({ ...backup, name })),
  );
  if (all.length === 0) return undefined;
  const lines = all.slice(0, MAX_LINES).map(({ backupId, name, completedAt }) => ({
    id: backupId,
    schema: name,
    date: showDate(completedAt, reader),
  }));
  return { lines, isMore: all.length > MAX_LINES };
}
