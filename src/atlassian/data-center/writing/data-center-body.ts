/** Insight's name for AQL was IQL. */
export type FilterName = 'qlQuery' | 'iql';

type Members = Readonly<Record<string, unknown>>;

/** Ids that Cloud accepts as text. */
const NUMBERS = new Set([
  'iconId',
  'objectId',
  'objectSchemaId',
  'objectTypeAttributeId',
  'objectTypeId',
  'parentObjectTypeId',
]);
/** Switches of attributes, which are text in Data Center's specification. */
const TEXTS = new Set([
  'label',
  'hidden',
  'includeChildObjectTypes',
  'summable',
  'uniqueAttribute',
]);

/** Cloud's body of a comment, with the object and the role as numbers. */
export const commentBody = ({ role, ...body }: { role: string }): object => ({
  ...dataCenterBody(body, 'qlQuery'),
  role: Number(role),
});

/** Translates a body for Cloud into Data Center's form (assets-api: D.2). */
export function dataCenterBody(body: object, filterName: FilterName): object {
  const members = Object.entries(body).map(([name, value]) => [
    name === 'qlQuery' ? filterName : name,
    dataCenterMember(name, value),
  ]);
  return Object.fromEntries(members) as object;
}

function dataCenterMember(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => dataCenterMember('', each));
  if (typeof value === 'object' && value !== null)
    return dataCenterBody(value as Members, 'qlQuery');
  if (NUMBERS.has(name) && typeof value === 'string' && /^\d{1,15}$/.test(value))
    return Number(value);
  return TEXTS.has(name) && typeof value === 'boolean' ? String(value) : value;
}
