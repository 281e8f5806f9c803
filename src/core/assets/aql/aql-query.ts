import { Refused } from '../../kernel/errors.ts';
import { quoteAql } from './quote-aql.ts';

/** A condition of a query; made by the functions below alone, which quote what they are given. */
export interface AqlCondition {
  readonly aql: string;
}

/**
 * By object ids where the site can sort by them; keys are unique too and can always be sorted by.
 */
export type AqlOrder = 'objectId' | 'Key';

/** A query for objects that meet all conditions (assets-api: A.9). */
export function aqlQuery(conditions: AqlCondition[], order?: AqlOrder): string {
  const query = conditions.map(({ aql }) => aql).join(' AND ');
  return order === undefined ? query : `${query} ORDER BY ${order} ASC`;
}

/** Objects of the type itself, without its children. @throws Refused `bad-id` */
export const isOfType = (typeId: string): AqlCondition => ({
  aql: `objectTypeId = ${idLiteral(typeId)}`,
});

/** Objects of the type, and of all types below it. @throws Refused `bad-id` */
export const isOfTypeOrBelow = (typeId: string): AqlCondition => ({
  aql: `objectType IN objectTypeAndChildren(${idLiteral(typeId)})`,
});

/** Objects of any other type than these. @throws Refused `bad-id` */
export const isOfNoneOf = (typeIds: readonly string[]): AqlCondition => ({
  aql: `objectTypeId NOT IN (${typeIds.map(idLiteral).join(',')})`,
});

/** @throws Refused `bad-id` */
export const isInSchema = (schemaId: string): AqlCondition => ({
  aql: `objectSchemaId = ${idLiteral(schemaId)}`,
});

/** Objects with a higher id. @throws Refused `bad-id` */
export const isAfter = (objectId: string): AqlCondition => ({
  aql: `objectId > ${idLiteral(objectId)}`,
});

/** @throws Refused `bad-id` */
export const isOneOf = (objectIds: string[]): AqlCondition => ({
  aql: `objectId IN (${objectIds.map(idLiteral).join(',')})`,
});

/** Objects that are called by one of these keys. */
export const hasKeyOf = (keys: string[]): AqlCondition => ({
  aql: `Key IN (${keys.map((key) => quoteAql(key)).join(',')})`,
});

/** Objects whose attribute of this name has one of these values. */
export const hasOneOf = (attributeName: string, values: string[]): AqlCondition => ({
  aql: `${quoteAql(attributeName)} IN (${values.map((value) => quoteAql(value)).join(',')})`,
});

/** Ids go into queries as numbers and nothing else. */
function idLiteral(id: string): string {
  if (!/^\d{1,19}$/.test(id))
    throw new Refused('bad-id', `"${id.slice(0, 30)}" isn't the ID of an object or object type.`);
  return id;
}
