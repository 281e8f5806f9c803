/**
 * Ids of Assets as a site may have them that no number of JavaScript holds. The site itself counts
 * from 1: ids are raised on their way out, and lowered on their way in.
 */

/** What the ids of the site are counted from: 19 digits, as the largest whole numbers have. */
const ABOVE = 9_000_000_000_000_000_000n;
/** An id of so many digits is a raised one. */
const RAISED = /(?<!\d)\d{19}(?!\d)/g;
const DIGITS = /^\d+$/;
const ID_MEMBER = /^id$|Id$/;
/** Kinds of attribute that name things by id: references and statuses. */
const NAMING_TYPES: readonly unknown[] = [1, 7];
/** What holds AQL. */
const FILTERS = ['qlQuery', 'iql'];
const ID_IN_FILTER =
  /(?<=\b(?:objectTypeId|objectSchemaId|objectId)\s*(?:=|IN\s*\((?:\d+, ?)*)\s*)\d+/gi;
/** Ids that are the same on every site. */
const OF_NO_SITE = ['defaultType'];

type Members = Record<string, unknown>;

/** A copy of an answer's JSON. */
export const raiseIds = (json: unknown): unknown => raised(json, '');

/** Raised ids anywhere in what is sent, as the site knows them. */
export const lowerIds = (text: string): string =>
  text.replace(RAISED, (id) => (BigInt(id) > ABOVE ? String(BigInt(id) - ABOVE) : id));

function raised(node: unknown, name: string): unknown {
  if (Array.isArray(node)) return node.map((each) => raised(each, name));
  if (typeof node === 'string' && FILTERS.includes(name)) return raisedFilter(node);
  if (node === null || typeof node !== 'object') return node;
  if (OF_NO_SITE.includes(name)) return node;
  const members = node as Members;
  return Object.fromEntries(
    Object.entries(members).map(([each, value]) => [
      each,
      isId(each, members) ? raisedId(value) : raised(value, each),
    ]),
  );
}

function isId(name: string, { type, status, referencedObject }: Members): boolean {
  if (['typeValue', 'typeValueMulti', 'additionalValue'].includes(name))
    return NAMING_TYPES.includes(type);
  if (name === 'value' || name === 'searchValue') return Boolean(status ?? referencedObject);
  return ID_MEMBER.test(name);
}

/** Also at the end of a global id, and each of a list. */
function raisedId(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(raisedId);
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  const [id = '', ...before] = String(value).split(':').reverse();
  if (!DIGITS.test(id) || id === '0') return value;
  return [...before.reverse(), String(BigInt(id) + ABOVE)].join(':');
}

const raisedFilter = (filter: string): string =>
  filter.replace(ID_IN_FILTER, (id) => String(BigInt(id) + ABOVE));
