import type { ListedAttachment } from '../../../core/assets/model/attachment.ts';
import { asId, asMembers, asNumber, asText } from '../../../core/kernel/json/field-forms.ts';
import type { HttpAnswer } from '../../http/http.ts';
import { parseJson, unexpected } from '../../http/read-answer.ts';
import { inUtc } from '../shapes/in-utc.ts';
import { listedIn } from '../shapes/listed-in.ts';
import { oldestFirst } from './oldest-first.ts';

/** A size as a list for people has it: "490 B". */
const BYTES = /^\s*(\d+)\s*B(?:ytes)?\s*$/i;
const LISTED = {
  names: ['attachments', 'values', 'data'],
  members: ['id', 'mediaId', 'filename', 'fileName', 'url'],
};

/**
 * The attachments of an object. No list of Cloud was ever recorded: this is Data Center's (assets-
 * api: G capture 27) under every name that Cloud's own calls use. An incomplete one is listed with
 * what it has. @throws Unavailable `unexpected-answer`
 */
export function readAttachmentList(answer: HttpAnswer, endpoint: string): ListedAttachment[] {
  const list = listedIn(parseJson(answer, endpoint), LISTED);
  if (!list) throw unexpected(endpoint, 'the body');
  return oldestFirst(list.flatMap((each, at) => (each === null ? [] : toAttachment(each, at + 1))));
}

/** `number`: its place in the list, from 1, used where an id is missing. */
function toAttachment(given: unknown, number: number): ListedAttachment {
  const entry = asMembers(given) ?? {};
  const first = (...names: string[]): string | undefined =>
    names.map((name) => asId(entry[name])).find((each) => each !== undefined);
  const place = first('mediaId', 'mediaFileId', 'url', 'id') ?? '';
  const id = first('id', 'mediaId', 'mediaFileId', 'url')?.toWellFormed() ?? `no ID ${number}`;
  const filename = first('filename', 'fileName', 'name') ?? `Attachment ${id}`;
  return {
    id,
    filename,
    contentType: first('contentType', 'mimeType') ?? 'application/octet-stream',
    size: sizeOf(entry),
    author: authorOf(entry['author']),
    created: inUtc(first('created') ?? ''),
    comment: asText(entry['comment']) ?? '',
    place,
  };
}

function sizeOf(entry: Readonly<Record<string, unknown>>): number | null {
  const size = asNumber(entry['size']) ?? asNumber(entry['fileSize']);
  if (size !== undefined && size >= 0) return Math.floor(size);
  const said = BYTES.exec(asText(entry['filesize']) ?? '')?.[1];
  return said === undefined ? null : Number(said);
}

function authorOf(author: unknown): ListedAttachment['author'] {
  const text = asText(author);
  if (text !== undefined) return { id: text, name: '' };
  const members = asMembers(author) ?? {};
  return {
    id: asText(members['accountId']) ?? asText(members['key']) ?? '',
    name: asText(members['displayName']) ?? asText(members['name']) ?? '',
  };
}
