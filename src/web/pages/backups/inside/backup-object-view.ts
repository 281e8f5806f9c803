import type { ObjectView } from '../../../../core/backups/inside/backup-contents.ts';
import type { ShownValue } from '../../../../core/backups/inside/objects/show-value.ts';
import { sayValue, showDate, type ShownDate } from '../../../view/formats/dates.ts';
import { bytes } from '../../../view/formats/numbers.ts';
import { pictureAddress } from '../../../view/components/picture-address.ts';
import type { StoredAttachment } from '../../../../core/backups/parts/attachments/attachments-record.ts';
import type { Reader } from '../../../view/reader.ts';
import { objectUrl, type TrailStep } from './read-trail.ts';

export interface BackupObjectView {
  id: string;
  key: string;
  label: string;
  typeName: string;
  created: ShownDate | undefined;
  updated: ShownDate | undefined;
  /** When it was archived; undefined for one that was not. */
  archived: { date: ShownDate | undefined; by: string } | undefined;
  /** Its picture, or why there is none to see; undefined where the backup has none. */
  avatar: { picture: string } | { why: string } | undefined;
  /** The object that one came from. */
  backUrl: string | undefined;
  attributes: { name: string; values: ValueView[] }[];
  /** Where its history is; undefined where the backup has none. */
  historyUrl: string | undefined;
  /** Where the site is asked for the issues that name it; undefined for one that was archived. */
  issuesUrl: string | undefined;
  attachments: AttachmentView[];
}

interface AttachmentView {
  filename: string;
  /** Size, author and date, as far as they are known. */
  facts: string;
  date: ShownDate | undefined;
  /** The address of its content; undefined if the backup lacks it. */
  url: string | undefined;
  /** Why the backup lacks it. */
  why: string | undefined;
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
    text: sayValue(text, reader),
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
    archived: object.archiving && {
      date: showIso(object.archiving.archivedAt, reader),
      by: object.archiving.archivedBy.name || object.archiving.archivedBy.id,
    },
    avatar: avatarView(object.avatar),
    historyUrl: object.hasHistory ? `${objectUrl(backupId, here, [])}/history` : undefined,
    issuesUrl: object.archiving ? undefined : `${objectUrl(backupId, here, [])}/issues`,
    attachments: object.attachments.map((each, position) => {
      const url = `${objectUrl(backupId, here, [])}/attachments`;
      return attachmentView(each, `${url}/${encodeURIComponent(each.id)}/${position}`, reader);
    }),
    backUrl: last && objectUrl(backupId, last, trail.slice(0, -1)),
    attributes: object.attributes.map(({ name, values }) => ({
      name,
      values: values.map(valueView),
    })),
  };
}

const avatarView = (avatar: ObjectView['avatar']): BackupObjectView['avatar'] => {
  if (avatar === 'too large') return { why: 'In this backup, but too large to show here.' };
  if (avatar === 'of another type')
    return { why: 'In this backup, but not shown: only PNG, JPEG and GIF pictures are.' };
  return avatar && { picture: pictureAddress(avatar) };
};

function attachmentView(
  { filename, size, author, created, file, why }: StoredAttachment,
  url: string,
  reader: Reader,
): AttachmentView {
  return {
    filename,
    facts: [size === null ? '' : bytes(size), author.name].filter((each) => each !== '').join(', '),
    date: showIso(created, reader),
    url: file === null ? undefined : url,
    why: file === null ? (why ?? '') : undefined,
  };
}

/** Undefined for anything but a date. */
const showIso = (iso: string, reader: Reader): ShownDate | undefined =>
  Number.isNaN(Date.parse(iso)) ? undefined : showDate(new Date(iso), reader);
