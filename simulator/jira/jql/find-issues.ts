import { seesSchema } from '../../accounts/sees-schema.ts';
import { search } from '../../aql/search.ts';
import { AqlError } from '../../aql/tokenize.ts';
import { HttpError } from '../../http/http-error.ts';
import type { SimIssue } from '../../site/records/model.ts';
import type { JiraCall } from '../calls/jira-call.ts';
import type { JqlCondition } from './jql-condition.ts';
import { parseJql } from './parse-jql.ts';

type Clause = (issue: SimIssue) => boolean;

/** The issues that a query finds, of those that the account sees. @throws HttpError 400 */
export function findIssues(call: JiraCall, jql: unknown): SimIssue[] {
  if (typeof jql !== 'string') throw new HttpError(400, ['The jql parameter is required.']);
  const holds = clauseOf(call, parseJql(jql));
  return call.world.site.issues.filter(
    (issue) => seesIssue(call, issue) && issue.isArchived !== true && holds(issue),
  );
}

/** Whether an issue has, or had in another project, one of these keys, in lower case. */
export const isCalled = ({ key, formerKeys = [] }: SimIssue, keys: ReadonlySet<string>): boolean =>
  [key, ...formerKeys].some((each) => keys.has(each.toLowerCase()));

export const seesIssue = ({ account }: JiraCall, { hiddenFrom = [] }: SimIssue): boolean =>
  account.browsesIssues !== false && !hiddenFrom.includes(account.email);

function clauseOf(call: JiraCall, condition: JqlCondition): Clause {
  if ('and' in condition) {
    const all = condition.and.map((each) => clauseOf(call, each));
    return (issue) => all.every((holds) => holds(issue));
  }
  if ('or' in condition) {
    const some = condition.or.map((each) => clauseOf(call, each));
    return (issue) => some.some((holds) => holds(issue));
  }
  if ('not' in condition) {
    const holds = clauseOf(call, condition.not);
    return (issue) => !holds(issue);
  }
  return fieldClause(call, condition);
}

type FieldCondition = Extract<JqlCondition, { field: string }>;

function fieldClause(call: JiraCall, condition: FieldCondition): Clause {
  const name = condition.field.toLowerCase();
  if (!('in' in condition)) return objectClause(call, condition);
  const listed = new Set(condition.in.map((each) => each.toLowerCase()));
  const holds = (value: string): boolean => listed.has(value.toLowerCase()) !== condition.negated;
  if (name === 'project') return ({ project }) => holds(project);
  if (name === 'key' || name === 'issuekey')
    return (issue) => isCalled(issue, listed) !== condition.negated;
  if (name === 'id') return ({ id }) => holds(String(id));
  throw new HttpError(400, [`The operator is not supported by the '${condition.field}' field.`]);
}

function objectClause(
  call: JiraCall,
  condition: Exclude<FieldCondition, { in: string[] }>,
): Clause {
  const ids = fieldsNamed(call, condition.field);
  const objectsOf = (issue: SimIssue): number[] => ids.flatMap((id) => issue.fields[id] ?? []);
  if ('isEmpty' in condition)
    return (issue) => (objectsOf(issue).length === 0) === condition.isEmpty;
  const found = new Set(searchObjects(call, condition.aql));
  return (issue) => objectsOf(issue).some((id) => found.has(id)) !== condition.negated;
}

/** By name, which several may have, by id, or as `cf[10191]`. @throws HttpError 400 */
function fieldsNamed({ world: { site } }: JiraCall, name: string): string[] {
  const found = site.fields.filter(
    (field) =>
      field.contexts.length > 0 &&
      (field.name.toLowerCase() === name.toLowerCase() ||
        [field.id, `cf[${field.id.replace('customfield_', '')}]`].includes(name)),
  );
  if (found.length > 0) return found.map(({ id }) => id);
  throw new HttpError(400, [
    `Field '${name}' does not exist or you do not have permission to view it.`,
  ]);
}

function searchObjects({ world: { site, settings }, account }: JiraCall, aql: string) {
  const seen = [...site.schemas.values()].filter((schema) => seesSchema(account, schema));
  const schemaIds = new Set(seen.map(({ id }) => id));
  const view = site.objects.view(site.now(), settings.indexDelayMs);
  try {
    return search({ site, view, schemaIds, keyset: true }, aql);
  } catch (error) {
    if (error instanceof AqlError) throw new HttpError(400, [error.message]);
    throw error;
  }
}
