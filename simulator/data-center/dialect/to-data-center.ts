/** How Data Center puts on the wire what Cloud puts otherwise (assets-api: D.2, G). */
import type { Site } from '../../site/site.ts';

export interface WireOptions {
  site: Site;
  /** Address of the site, its context path at the end. */
  base: string;
  /** `/rest/assets/1.0` or `/rest/insight/1.0`. */
  root: string;
  /** Whether dates say the offset of the server in the place of `Z`. */
  offsetDates: boolean;
}

const LEFT_OUT = new Set([
  'workspaceId',
  'globalId',
  'canManage',
  'mediaClientConfig',
  'hasMoreResults',
]);
const ID = /^(id|iconId|.+Id)$/;
const DATE = new Set(['created', 'updated', 'createdAt', 'updatedAt', 'archivedDate']);
const OFFSET_MS = 3 * 3_600_000;

type Members = Record<string, unknown>;

/** An answer of Assets Cloud as Data Center gives it. */
export function toDataCenter(json: unknown, options: WireOptions): unknown {
  if (Array.isArray(json)) return json.map((each) => toDataCenter(each, options));
  if (json === null || typeof json !== 'object') return json;
  const own = json as Members;
  const members = Object.entries(hasTimes(own, options) ? withOffsets(own) : own)
    .filter(([name, value]) => !LEFT_OUT.has(name) && value !== undefined)
    .map(([name, value]) => [name, memberOf(name, value, options)]);
  return Object.fromEntries(members) as unknown;
}

function memberOf(name: string, value: unknown, options: WireOptions): unknown {
  // Of another server: its ids are texts.
  if (name === 'confluencePage') return value;
  if (name === 'objectAttributeValues' && Array.isArray(value))
    return value.map((each: unknown) => valueOf(each, options));
  if (typeof value !== 'string') return toDataCenter(value, options);
  if (ID.test(name) && /^\d+$/.test(value)) return Number(value);
  if (name.startsWith('url')) return urlOf(value, options);
  return DATE.has(name) && options.offsetDates ? withOffset(value) : value;
}

const urlOf = (url: string, { base, root }: WireOptions): string =>
  url.replace(/^.*\/jsm\/assets\/workspace\/[^/]+\/v1/, `${base}${root}`);

/** A moment in the words of a server three hours east of Greenwich. */
const withOffset = (date: string): string =>
  new Date(Date.parse(date) + OFFSET_MS).toISOString().replace('Z', '+0300');

const DATE_TIME = 6;

/** Whether these are values of an attribute of times, which the server says in its zone. */
function hasTimes({ objectTypeAttributeId: id }: Members, options: WireOptions): boolean {
  const { type, defaultTypeId } = options.site.attributes.get(Number(id)) ?? {};
  return options.offsetDates && type === 0 && defaultTypeId === DATE_TIME;
}

const withOffsets = ({ objectAttributeValues: values, ...others }: Members): Members => ({
  ...others,
  objectAttributeValues: Array.isArray(values) ? values.map(timeWithOffset) : values,
});

/** Of a value that is such a time; all else as it is. */
function timeWithOffset(given: unknown): unknown {
  const { value, ...others } = (given ?? {}) as Members;
  const isTime = typeof value === 'string' && !Number.isNaN(Date.parse(value));
  if (!isTime || new Date(value).toISOString() !== value) return given;
  return { ...others, value: withOffset(value) };
}

/** One of the seed `odd` need not be a value at all. */
function valueOf(value: unknown, options: WireOptions): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const { user, status, displayValue } = value as Members & { user?: Members; status?: Members };
  if (user) return userValueOf(user, options);
  if (status)
    return {
      status: toDataCenter(status, options),
      displayValue,
      referencedType: false,
    };
  return toDataCenter(value, options);
}

/** The email is not in it: Jira tells it of a user. */
function userValueOf(user: Members, { site, base }: WireOptions): Members {
  const key = String(user['key']);
  const name = userNameOf(site, key);
  return {
    user: {
      avatarUrl: `${base}/secure/useravatar?ownerId=${key}`,
      displayName: user['displayName'],
      name,
      key,
      renderedLink: `<a href="${base}/secure/ViewProfile.jspa?name=${name}">${name}</a>`,
      isDeleted: user['isDeleted'],
    },
    displayValue: user['displayName'],
    searchValue: key,
    referencedType: false,
  };
}

/** What a user logs in with: the first part of the email. */
export const userNameOf = (site: Site, key: string): string =>
  site.person(key)?.email.split('@')[0] ?? key;
