/** What Assets calls AQL, Insight called IQL. */
export type FilterName = 'qlQuery' | 'iql';

type Members = Readonly<Record<string, unknown>>;

/** Ids and numbers that Cloud takes as texts. */
const NUMBERS = new Set([
  'iconId',
  'objectId',
  'objectSchemaId',
  'objectTypeAttributeId',
  'objectTypeId',
  'parentObjectTypeId',
]);
/** Switches of attributes, which the specification of Data Center has as texts. */
const TEXTS = new Set([
  'label',
  'hidden',
  'includeChildObjectTypes',
  'summable',
  'uniqueAttribute',
]);

/** A comment as it is sent to Cloud, with numbers for the object and for the role. */
export const commentBody = ({ role, ...body }: { role: string }): object => ({
  ...dataCenterBody(body, 'qlQuery'),
  role: Number(role),
});

/** What is sent to Cloud, as Data Center's specification has it (assets-api: D.2). */
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
