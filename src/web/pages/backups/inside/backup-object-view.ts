import type { ObjectView } from '../../../../core/backups/inside/backup-contents.ts';
import { showDate, type ShownDate } from '../../../view/dates.ts';
import type { Reader } from '../../../view/reader.ts';

export interface BackupObjectView {
  id: string;
  key: string;
  label: string;
  typeName: string;
  created: ShownDate | undefined;
  updated: ShownDate | undefined;
  attributes: { name: string; values: string[] }[];
}

export const backupObjectView = (object: ObjectView, reader: Reader): BackupObjectView => ({
  id: object.id,
  key: object.key,
  label: object.label || object.key,
  typeName: object.typeName,
  created: showIso(object.created, reader),
  updated: showIso(object.updated, reader),
  attributes: object.attributes,
});

/** Undefined for what is no date. */
const showIso = (iso: string, { timeZone }: Reader): ShownDate | undefined =>
  Number.isNaN(Date.parse(iso)) ? undefined : showDate(new Date(iso), timeZone);
