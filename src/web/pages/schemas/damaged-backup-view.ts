import type { CatalogSchema } from '../../../core/catalog/catalog-store.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import type { Reader } from '../../view/reader.ts';

/** A backup that is known to be damaged, in the banner of the grid and of its schema's page. */
export interface DamagedBackupView {
  id: string;
  schema: string;
  date: ShownDate;
}

export const damagedBackupViews = (
  { name, damaged = [] }: CatalogSchema,
  reader: Reader,
): DamagedBackupView[] =>
  damaged.map(({ backupId, completedAt }) => ({
    id: backupId,
    schema: name,
    date: showDate(completedAt, reader),
  }));
