import type { ObjectView } from '../../../../core/backups/inside/backup-contents.ts';
import type { ShownValue } from '../../../../core/backups/inside/show-value.ts';
import { showDate, showDay, type ShownDate } from '../../../view/dates.ts';
import type { Reader } from '../../../view/reader.ts';
import { objectUrl, type TrailStep } from './read-trail.ts';

export interface BackupObjectView {
  id: string;
  key: string;
  label: string;
  typeName: string;
  created: ShownDate | undefined;
  updated: ShownDate | undefined;
  /** The object that one came from. */
  backUrl: string | undefined;
  attributes: { name: string; values: ValueView[] }[];
}

interface ValueView {
  text: string;
  /** Of the object that it names, where that is in the backup. */
  url: string | undefined;
}

/** `trail` is the way to this object. */
export function backupObjectView(
  backupId: string,
  object: ObjectView,
  trail: readonly TrailStep[],
  reader: Reader,
): BackupObjectView {
  const here = { typeId: object.typeId, objectId: object.id };
  const last = trail.at(-1);
  const valueView = ({ text, object: named }: ShownValue): ValueView => ({
    text: shownText(text, reader),
    url:
      named && objectUrl(backupId, { typeId: named.typeId, objectId: named.id }, [...trail, here]),
  });
  return {
    id: object.id,
    key: object.key,
    label: object.label || object.key,
    typeName: object.typeName,
    created: showIso(object.created, reader),
    updated: showIso(object.updated, reader),
    backUrl: last && objectUrl(backupId, last, trail.slice(0, -1)),
    attributes: object.attributes.map(({ name, values }) => ({
      name,
      values: values.map(valueView),
    })),
  };
}

const ISO_MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Dates as everywhere else; everything else as it is. */
function shownText(text: string, reader: Reader): string {
  if (ISO_MOMENT.test(text)) return showIso(text, reader)?.text ?? text;
  if (!ISO_DAY.test(text)) return text;
  // A day is the same in every zone.
  return Number.isNaN(Date.parse(`${text}T00:00:00Z`)) ? text : showDay(text, reader);
}

/** Undefined for what is no date. */
const showIso = (iso: string, reader: Reader): ShownDate | undefined =>
  Number.isNaN(Date.parse(iso)) ? undefined : showDate(new Date(iso), reader);
