import { createHash } from 'node:crypto';
import {
  canonicalSchema,
  type CanonicalSchema,
} from '../../../../simulator/canonical/canonical-schema.ts';
import type { SimObject } from '../../../../simulator/site/records/model.ts';
import type { Site } from '../../../../simulator/site/site.ts';

/** What stands on a site of a schema with all its parts, in words that two sites share. */
export interface Standing {
  content: CanonicalSchema;
  /** By object type. */
  icons: Record<string, string>;
  /** Of all objects that have any: their names, and each comment or file, in order. */
  comments: string[];
  attachments: string[];
  /** By key and field: schema and name of each object. */
  issues: Record<string, string[]>;
}

/** `commentOf`: how a comment's text is to be read, where it is no restored one. */
export function whatStands(
  site: Site,
  schemaId: number,
  commentOf: CommentWords = ({ text }) => text,
): Standing {
  const userOf = (accountId: string): string => site.person(accountId)?.email ?? accountId;
  const content = canonicalSchema(site, schemaId, {
    userOf,
    schemaName: false,
    roles: true,
    order: true,
    statuses: false,
  });
  const objects = site
    .typesOf(schemaId)
    .flatMap(({ id }) => site.objects.idsOfType(id).map((each) => site.objects.require(each)));
  const icons = site.typesOf(schemaId).map(({ name, iconId }) => [name, pictureOf(site, iconId)]);
  const { comments, attachments } = site;
  return {
    content,
    icons: Object.fromEntries(icons) as Record<string, string>,
    comments: linesOf(site, objects, ({ id }) =>
      comments
        .of(id)
        .map((each) => commentOf({ ...each, author: site.person(each.author)!.displayName })),
    ),
    attachments: linesOf(site, objects, ({ id }) =>
      attachments.of(id).map((file) => `${file.filename} ${digest(file.content.bytes())}`),
    ),
    issues: issuesOf(site),
  };
}

export type CommentWords = (comment: { author: string; at: number; text: string }) => string;

/** As a restore writes a comment: with author and date in front of it. */
export const inFrame: CommentWords = ({ author, at, text }) =>
  `${author}, ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC:\n${text}`;

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function pictureOf(site: Site, iconId: string): string {
  const icon = site.icons.get(iconId);
  return icon?.bytes ? digest(icon.bytes) : (icon?.name ?? 'none');
}

/** Sorted: two objects may have one name. */
function linesOf(
  site: Site,
  objects: readonly SimObject[],
  wordsOf: (object: SimObject) => string[],
): string[] {
  return objects
    .map((object) => ({ object, words: wordsOf(object) }))
    .filter(({ words }) => words.length > 0)
    .map(({ object, words }) => [site.labelOf(object), ...words].join(' | '))
    .sort();
}

function issuesOf(site: Site): Record<string, string[]> {
  const nameOf = (id: number): string => {
    const object = site.objects.get(id);
    return object ? `${site.requireType(object.typeId).name}: ${site.labelOf(object)}` : 'nothing';
  };
  const fields = site.issues.flatMap(({ key, fields: values }) =>
    Object.entries(values).map(([field, ids]): [string, string[]] => [
      `${key} ${site.fields.find(({ id }) => id === field)?.name}`,
      ids.map(nameOf).sort(),
    ]),
  );
  return Object.fromEntries(fields.filter(([, names]) => names.length > 0));
}
