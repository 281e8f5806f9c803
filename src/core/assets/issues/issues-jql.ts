import { aqlQuery, isInSchema } from '../aql/aql-query.ts';
import { quoteAql } from '../aql/quote-aql.ts';
import type { IssueField } from '../model/issue.ts';

/** What JQL calls its function that searches objects: Insight of Data Center has its own word. */
export type ObjectsFunction = 'aqlFunction' | 'iqlFunction';

/**
 * JQL for the issues that name an object of a schema in one of these fields (assets-api: C.2: the
 * field by its name). @throws Refused `bad-id`
 */
export function issuesJql(
  fields: readonly Pick<IssueField, 'name'>[],
  schemaId: string,
  objectsFunction: ObjectsFunction = 'aqlFunction',
): string {
  const objects = quoteAql(aqlQuery([isInSchema(schemaId)]));
  const names = [...new Set(fields.map(({ name }) => name))];
  return names.map((name) => `${quoteAql(name)} in ${objectsFunction}(${objects})`).join(' OR ');
}
