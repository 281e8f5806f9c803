import type { AqlNames, HeldKind, NamedKind } from './aql-names.ts';
import {
  NAMING_FUNCTIONS,
  REFERENCE_FUNCTIONS,
  TYPE_FUNCTION,
  type Call,
  type Comparison,
  type Operator,
} from './parse-aql.ts';
import { placeholderEnd } from './tokenize.ts';

/** What a value becomes: another text, or itself. A note says why that is uncertain. */
export type NewValue = { to: string } | { note: string } | undefined;

type Lookup =
  'objectTypeId' | 'objectSchemaId' | 'objectId' | 'objectKey' | 'schemaName' | 'typeName';

const KEYWORDS: ReadonlyMap<string, Lookup> = new Map([
  ['objecttypeid', 'objectTypeId'],
  ['objectschemaid', 'objectSchemaId'],
  ['objectid', 'objectId'],
  ['key', 'objectKey'],
  ['objectkey', 'objectKey'],
  ['objectschema', 'schemaName'],
  ['objecttype', 'typeName'],
] as const);
const THINGS: Record<Lookup, string> = {
  objectTypeId: 'object type',
  objectSchemaId: 'schema',
  objectId: 'object',
  objectKey: 'object',
  schemaName: 'schema',
  typeName: 'object type',
};
const NAMED: Record<NamedKind, string> = {
  user: 'person',
  group: 'group',
  status: 'status',
  project: 'project',
};
const EXACT: ReadonlySet<Operator> = new Set(['=', '==', '!=', 'in', 'not in']);
const PREFIX: ReadonlySet<Operator> = new Set(['like', 'not like', 'startswith', 'not startswith']);
const DIGITS = /^\d+$/;
const ANY_KEY = /^[A-Z][A-Z0-9]*-\d+$/;
const KEY_BEGINS = /^-\d*(?:[*%]|\$\{.*)?$/s;

export function newValue(part: Comparison | Call, text: string, names: AqlNames): NewValue {
  if (placeholderEnd(text, 0) === text.length && text.startsWith('${')) return undefined;
  if ('call' in part) return argument(part, text, names);
  const name = part.path.at(-1) ?? '';
  const lookup = KEYWORDS.get(name.toLowerCase());
  if (!lookup) return attributeValue(name, part.operator, text, names);
  if (text.includes('${'))
    return {
      note: `The filter builds the value ${text} with a placeholder, which can't be translated.`,
    };
  if (EXACT.has(part.operator))
    return known(lookup, caseOf(part.operator, lookup, text, names), text, names);
  if (
    lookup === 'objectKey' &&
    PREFIX.has(part.operator) &&
    sameName(text, `${names.oldKeyPrefix}-`)
  )
    return changed(text, `${names.newKeyPrefix}-`);
  if (/^[<>]/.test(part.operator))
    return {
      note: `The filter compares ${name} by "${part.operator}", and restored objects have IDs and keys in a different order.`,
    };
  return {
    note: `The filter compares ${name} by "${part.operator}" with "${text}", which may match different objects after a restore.`,
  };
}

function argument({ call }: Call, text: string, names: AqlNames): NewValue {
  if (REFERENCE_FUNCTIONS.has(call.toLowerCase()))
    return { note: `The filter passes ${call} a query that isn't valid AQL: "${text}".` };
  const named = NAMING_FUNCTIONS.get(call.toLowerCase());
  if (named) return namedValue(named, text, names);
  if (call.toLowerCase() === TYPE_FUNCTION)
    return known(DIGITS.test(text) ? 'objectTypeId' : 'typeName', text, text, names);
  return undefined;
}

function attributeValue(name: string, operator: Operator, text: string, names: AqlNames): NewValue {
  const kinds = names.heldKinds(name);
  const isExact = EXACT.has(operator) && !text.includes('${');
  const named = isExact ? newNames([...kinds].filter(isNamedKind), text, names) : [];
  if (kinds.size === 1 && named.length > 0) return named[0];
  if (named.length > 0)
    return {
      note: `The filter compares "${name}" with "${text}", but attributes of that name have different types, so the value can't be translated.`,
    };
  if (kinds.size > 0 && !kinds.has('reference')) return undefined;
  const reference = kinds.size === 1 ? true : undefined;
  return referenceValue({ name, reference }, operator, text, names);
}

const isNamedKind = (kind: HeldKind): kind is NamedKind => kind in NAMED;

/** What a value would become as each of these kinds, where it would not stay as it is. */
const newNames = (kinds: NamedKind[], text: string, names: AqlNames): NewValue[] =>
  kinds.map((kind) => namedValue(kind, text, names)).filter((each) => each !== undefined);

/** `reference`: undefined where attributes of the name may hold something else. */
function referenceValue(
  { name, reference }: { name: string; reference: true | undefined },
  operator: Operator,
  text: string,
  names: AqlNames,
): NewValue {
  const mayBeKey = {
    note: `The filter compares "${name}" by "${operator}" with "${text}", which may be the original key of an object.`,
  };
  if (!EXACT.has(operator) || text.includes('${'))
    return beginsOldKey(text, names) ? mayBeKey : undefined;
  const key = caseOf(operator, 'objectKey', text, names);
  const to = names.objectKey(key);
  if (to !== undefined && sameName(to, text)) return undefined;
  if (to !== undefined || isOldKey(key, names))
    return reference ? known('objectKey', key, text, names) : mayBeKey;
  return reference ? referenceLabel(name, text, names) : undefined;
}

/** A person or thing that another site knows by another name. */
function namedValue(kind: NamedKind, text: string, names: AqlNames): NewValue {
  const to = names.named(kind, text);
  if (to === undefined) return undefined;
  if (to !== null) return changed(text, to);
  return { note: `The filter names the ${NAMED[kind]} ${text}, which the destination lacks.` };
}

/** A reference compared with a text that is not a key of the backup. */
function referenceLabel(name: string, text: string, names: AqlNames): NewValue {
  if (ANY_KEY.test(text))
    return {
      note: `The filter compares "${name}" with "${text}", which may be the key of an object that isn't restored.`,
    };
  // References compare by label as well, so a number is as likely a label.
  if (DIGITS.test(text) && (names.objectId(text) ?? text) !== text)
    return {
      note: `The filter compares "${name}" with "${text}", which may be the original ID of an object.`,
    };
  return undefined;
}

function known(lookup: Lookup, old: string, text: string, names: AqlNames): NewValue {
  const to = names[lookup](old);
  if (to !== undefined) return changed(text, to);
  return {
    note: `The filter names ${THINGS[lookup]} ${lookup.endsWith('Name') ? `"${text}"` : text}, which isn't restored.`,
  };
}

/** A key in the backup's own spelling: AQL ignores the case of keys. */
function caseOf(operator: Operator, lookup: Lookup, text: string, names: AqlNames): string {
  const anyCase = lookup === 'objectKey' && operator !== '==' && hasOldPrefix(text, names);
  return anyCase ? names.oldKeyPrefix + text.slice(names.oldKeyPrefix.length) : text;
}

const changed = (from: string, to: string): NewValue => (sameName(from, to) ? undefined : { to });
const sameName = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const hasOldPrefix = (text: string, { oldKeyPrefix }: AqlNames): boolean =>
  sameName(text.slice(0, oldKeyPrefix.length + 1), `${oldKeyPrefix}-`);
const beginsOldKey = (text: string, names: AqlNames): boolean =>
  hasOldPrefix(text, names) && KEY_BEGINS.test(text.slice(names.oldKeyPrefix.length));
const isOldKey = (text: string, { oldKeyPrefix }: AqlNames): boolean =>
  text.startsWith(`${oldKeyPrefix}-`) && DIGITS.test(text.slice(oldKeyPrefix.length + 1));
