import type { AttributeKind } from '../../../../core/assets/model/definitions/attribute-kind.ts';
import type { AttributeValue } from '../../../../core/assets/model/attribute-value.ts';
import type { Group } from '../../../../core/assets/model/group.ts';
import type { User } from '../../../../core/assets/model/user.ts';
import { readSiteThing, SITE_THINGS } from '../../../../core/assets/stored/read-site-thing.ts';
import { asFlag, asId, asMembers, asText } from '../../../../core/kernel/json/field-forms.ts';
import type { JsonObject, JsonValue } from '../../../../core/kernel/json/json-value.ts';
import { rawJson } from '../../../../core/kernel/json/raw-json.ts';
import { idIn } from '../../shapes/api-field.ts';
import { inUtc } from '../../shapes/in-utc.ts';

type Members = Readonly<Record<string, unknown>>;

/** A value as a site answers it: what it names, or its text, beside much that is redundant. */
interface ApiValue extends Members {
  referencedObject?: unknown;
  user?: unknown;
  group?: unknown;
  status?: unknown;
  project?: unknown;
  version?: unknown;
  confluencePage?: unknown;
}

/** What reading values finds besides them. */
export interface ValueReading {
  /** By account id; filled on the way. */
  users: Map<string, User>;
  /** By name; filled on the way. */
  groups: Map<string, Group>;
  /** Called for a value of unknown form, with whether it is kept. */
  note: (reason: string, kept: boolean) => void;
}

/** A value, or why its form is unknown. */
type Read = AttributeValue | { unknown: string };

/** Members that are understood or redundant. */
const UNDERSTOOD: ReadonlySet<string> = new Set([
  'referencedObject',
  'user',
  'group',
  'status',
  'project',
  'value',
  'displayValue',
  'searchValue',
  'referencedType',
]);
type Named = readonly [name: string, member: unknown];
const NONE: readonly Named[] = [];

/** Characters of names that are listed in a report. */
const MAX_SHOWN = 200;
const TOO_DEEP = 'is nested too deep to be kept';

/**
 * A value in the form that can be written again, else as it came; undefined where it cannot be kept
 * at all. `displayValue` depends on who asks: it is kept only if there is nothing else. `kind`:
 * that of the attribute, where it is known.
 */
export function readValue(
  given: unknown,
  kind: AttributeKind | undefined,
  reading: ValueReading,
): AttributeValue | undefined {
  const value = asMembers(given);
  if (!value) return keepAsIs(given, "it isn't a value", reading);
  const read = readNamed(value, reading) ?? readPlain(value, kind, reading);
  if ('unknown' in read) return keepAsIs(contentOf(value), read.unknown, reading);
  return 'other' in read ? read : withMore(read, value, reading);
}

/** What a value names; the first member that is present counts. Undefined where it is a text. */
function readNamed(value: ApiValue, reading: ValueReading): Read | undefined {
  const { referencedObject, user, group, status, project } = value;
  if (referencedObject) return readReference(asMembers(referencedObject) ?? {});
  if (user) return readUser(asMembers(user) ?? {}, value, reading);
  if (group) return readGroup(asMembers(group) ?? {}, reading);
  if (status) return readStatus(asMembers(status) ?? {});
  return project ? readProject(asMembers(project) ?? {}) : readVersionOrPage(value);
}

function readReference(object: Members): Read {
  const id = idIn(object);
  return id === undefined ? { unknown: 'it names an object without an ID' } : { object: id };
}

function readUser(user: Members, { value }: Members, { users }: ValueReading): Read {
  const accountId = asId(user['key']) ?? asId(user['accountId']) ?? asId(value);
  if (accountId === undefined) return { unknown: 'it names a user without an account ID' };
  if (!users.has(accountId))
    users.set(accountId, {
      accountId,
      displayName: asText(user['displayName']) ?? accountId,
      email: asId(user['emailAddress']) ?? null,
      deleted: asFlag(user['isDeleted']) ?? false,
    });
  return { user: accountId };
}

function readGroup(group: Members, { groups }: ValueReading): Read {
  const name = asId(group['name']);
  if (name === undefined) return { unknown: 'it names a group without a name' };
  if (!groups.has(name)) groups.set(name, { name });
  return { group: name };
}

function readStatus(status: Members): Read {
  const id = idIn(status);
  if (id === undefined) return { unknown: 'it names a status without an ID' };
  return { status: id, name: asText(status['name']) ?? '' };
}

function readProject(project: Members): Read {
  const [key, name] = [asId(project['key']), asId(project['name'])];
  if (key === undefined) return { unknown: 'it names a project without a key' };
  return name ? { project: key, name } : { project: key };
}

function readVersionOrPage(value: ApiValue): Read | undefined {
  if (!(value.version || value.confluencePage)) return undefined;
  return readSiteThing(value) ?? { unknown: 'it names a version or a page without an ID' };
}

/** A value that is text to the site; of some kinds of attribute it is the id or name of a thing. */
function readPlain(value: Members, kind: AttributeKind | undefined, reading: ValueReading): Read {
  const given = value['value'];
  const text = typeof given === 'boolean' ? String(given) : asText(given);
  if (text === undefined) return readWithoutText(value);
  switch (kind) {
    case 'project':
      return { project: text };
    case 'user':
      return readUser({}, value, reading);
    case 'group':
      return readGroup({ name: text }, reading);
    case 'dateTime':
      return { value: inUtc(text) };
    case 'reference':
    case 'status':
      return { unknown: `it is a ${kind} without its ID` };
    default:
      return { value: text };
  }
}

/** The remains of a reference whose object was deleted have no content, which is not odd. */
function readWithoutText(value: Members): Read {
  const { searchValue = null, additionalValue = null } = value;
  const isEmpty = Object.entries(value).every(
    ([name, member]) => isNothing(member) || name === 'referencedType',
  );
  if (!isEmpty) return { unknown: 'it is in an unknown format' };
  return {
    other: {
      searchValue: searchValue as JsonValue,
      additionalValue: additionalValue as JsonValue,
    },
  };
}

const isNothing = (member: unknown): boolean =>
  member === undefined || member === null || member === '';

/** The content of a value, without what depends on who asks if there is anything else. */
function contentOf(value: Members): Members {
  const { searchValue = null, additionalValue = null, ...others } = value;
  const members = Object.entries(others).filter(
    ([name, member]) => !isNothing(member) && name !== 'displayValue' && name !== 'referencedType',
  );
  const isAll = isNothing(searchValue) && isNothing(additionalValue) && members.length === 0;
  const shown = isAll ? { displayValue: value['displayValue'] } : {};
  return { searchValue, additionalValue, ...Object.fromEntries(members), ...shown };
}

function keepAsIs(
  given: unknown,
  reason: string,
  { note }: ValueReading,
): AttributeValue | undefined {
  const other = rawJson(given);
  if (other === undefined) note(`it ${TOO_DEEP}`, false);
  else note(reason, true);
  return other === undefined ? undefined : { other };
}

/** Adds unknown members, and an additional value if there is one. */
function withMore(read: AttributeValue, value: Members, { note }: ValueReading): AttributeValue {
  const unknown = unknownMembers(value);
  if (unknown.length === 0) return read;
  const more = rawJson(Object.fromEntries(unknown));
  const names = unknown.map(([name]) => name).join(', ');
  const what = `${names.slice(0, MAX_SHOWN)} with it`;
  if (more === undefined) note(`${what} ${TOO_DEEP}`, false);
  else note(`it has ${what}`, true);
  return more === undefined ? read : { ...read, more: more as JsonObject };
}

function unknownMembers(value: Members): readonly Named[] {
  let found = NONE;
  for (const name in value) {
    const member = UNDERSTOOD.has(name) ? undefined : unknownOf(name, value[name]);
    if (!isNothing(member)) found = [...found, [name, member]];
  }
  return found;
}

/** What is not understood of a member: of a thing the rest, of any other all. */
function unknownOf(name: string, member: unknown): unknown {
  const known = SITE_THINGS.get(name);
  const thing = known && asMembers(member);
  if (!thing) return member;
  const rest = Object.entries(thing).filter(
    ([each, of]) => !known.includes(each) && !isNothing(of),
  );
  return rest.length === 0 ? undefined : Object.fromEntries(rest);
}
