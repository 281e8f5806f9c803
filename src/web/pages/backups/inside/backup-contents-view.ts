import type { Backup } from '../../../../core/backups/backup.ts';
import type { TypeInTree } from '../../../../core/backups/inside/backup-contents.ts';
import { showDate, type ShownDate } from '../../../view/dates.ts';
import { count } from '../../../view/numbers.ts';
import type { Reader } from '../../../view/reader.ts';

const MAX_INDENT = 8;

export interface BackupContentsView {
  catalogId: string | undefined;
  name: string;
  date: ShownDate | undefined;
  types: {
    backupId: string;
    id: string;
    name: string;
    description: string;
    abstract: boolean;
    indent: number;
    count: string;
  }[];
}

export const backupContentsView = (
  backup: Backup,
  types: TypeInTree[],
  reader: Reader,
): BackupContentsView => ({
  catalogId: backup.catalogId,
  name: backup.schema.name,
  date: showDate(backup.completedAt, reader.timeZone),
  types: types.map(({ id, name, description, abstract, depth, objectCount }) => ({
    backupId: backup.id,
    id,
    name,
    description,
    abstract,
    indent: Math.min(depth, MAX_INDENT),
    count: count(objectCount),
  })),
});
