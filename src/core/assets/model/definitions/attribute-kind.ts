/**
 * Kinds of attributes whose values are plain text to Assets (its type "Default"; assets-api: A.7).
 */
export const PLAIN_KINDS = [
  'none',
  'text',
  'integer',
  'boolean',
  'double',
  'date',
  'time',
  'dateTime',
  'url',
  'email',
  'textarea',
  'select',
  'ipAddress',
] as const;

/** Kinds of attributes whose values name something. */
export const NAMING_KINDS = [
  'reference',
  'user',
  'confluence',
  'group',
  'version',
  'project',
  'status',
] as const;

type PlainKind = (typeof PLAIN_KINDS)[number];
export type NamingKind = (typeof NAMING_KINDS)[number];

/**
 * What an attribute holds. Kinds that Assets adds later keep their number, so that they can be
 * compared and written: `plain 14` is a plain one, `type 9` any other.
 */
export type AttributeKind = PlainKind | NamingKind | `plain ${number}` | `type ${number}`;

const PLAIN: ReadonlySet<string> = new Set(PLAIN_KINDS);

export function isPlainKind(kind: AttributeKind): boolean {
  return PLAIN.has(kind) || kind.startsWith('plain ');
}

/** Assets cannot change an attribute's type, but all plain kinds are one type to it. */
export function isSameType(a: AttributeKind, b: AttributeKind): boolean {
  return a === b || (isPlainKind(a) && isPlainKind(b));
}
