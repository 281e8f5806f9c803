import { search } from '../../aql/search.ts';
import { HttpError } from '../../http/http-error.ts';
import type { SimContext, SimField, SimIssue } from '../../site/records/model.ts';
import { bodyOf, type JiraCall } from '../calls/jira-call.ts';

type Written = { id?: unknown; objectId?: unknown };

/** Sets what was sent, all of it or nothing. @throws HttpError 400, 403 */
export function changeIssue(call: JiraCall, issue: SimIssue): void {
  const { site } = call.world;
  if (!editsIssues(call.account.email) || issue.readOnlyFor?.includes(call.account.email))
    throw new HttpError(403, ['You do not have permission to edit this issue.']);
  if (issue.isArchived)
    throw new HttpError(400, ['Issues of an archived project cannot be edited.']);
  const { fields = {}, update = {} } = bodyOf(call) as {
    fields?: Record<string, unknown>;
    update?: Record<string, unknown>;
  };
  const sent = [...Object.entries(fields), ...Object.entries(update).map(setOf)];
  const changes = sent.map(([name, value]): [string, number[]] => [
    name,
    readObjects(call, fieldOf(call, name), issue, value),
  ]);
  for (const [name, ids] of changes) {
    issue.fields[name] = ids;
    if (issue.odd) delete issue.odd[name];
  }
  issue.updated = Math.max(site.now(), issue.updated + 1);
  issue.writes += 1;
  const isQuiet = call.query.get('notifyUsers') === 'false' && call.account.jiraAdmin;
  if (!isQuiet) issue.notices += 1;
}

export const editsIssues = (email: string): boolean => email !== 'weak@example.com';

/** The one operation that Assets fields have (assets-api: G). @throws HttpError 400 */
function setOf([name, operations]: [string, unknown]): [string, unknown] {
  const [operation, ...others] = Array.isArray(operations) ? (operations as unknown[]) : [];
  if (
    others.length > 0 ||
    operation === null ||
    typeof operation !== 'object' ||
    !('set' in operation)
  )
    throw new HttpError(400, [], { [name]: `Field '${name}' can only be changed by 'set'.` });
  return [name, operation.set];
}

function fieldOf({ world: { site } }: JiraCall, name: string): SimField {
  const field = site.fields.find(({ id, contexts }) => id === name && contexts.length > 0);
  if (field) return field;
  throw new HttpError(400, [], {
    [name]: `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`,
  });
}

function readObjects(call: JiraCall, field: SimField, issue: SimIssue, value: unknown): number[] {
  const { site } = call.world;
  const refuse = (why: string): HttpError => new HttpError(400, [], { [field.id]: why });
  const list = (value ?? []) as Written[];
  if (!Array.isArray(list)) throw refuse('data was not an array');
  const ids = list.map(({ id, objectId }) => Number(objectId ?? String(id).split(':')[1]));
  const takesGone = call.world.settings.goneInIssues === 'taken';
  const isTaken = (id: number) => (takesGone ? id > 0 : site.objects.get(id) !== undefined);
  if (!ids.every(isTaken)) throw refuse('The object does not exist.');
  if (ids.length > 1 && !field.isMultiple) throw refuse('The field takes one object only.');
  const context = contextOf(call, field, issue);
  if (call.world.settings.fieldFilterChecked && !ids.every((id) => isOffered(call, context, id)))
    throw refuse('The object does not match the filter of the field.');
  return ids;
}

/** That of the issue's project takes precedence over the one of all. */
function contextOf(
  { world: { site } }: JiraCall,
  { contexts }: SimField,
  { project }: SimIssue,
): SimContext | undefined {
  const projectId = String(10_000 + site.projects.indexOf(project));
  return (
    contexts.find(({ projectIds }) => projectIds.includes(projectId)) ??
    contexts.find(({ isGlobal }) => isGlobal)
  );
}

function isOffered({ world: { site } }: JiraCall, context: SimContext | undefined, id: number) {
  const { schemaId, filter } = context?.config ?? {};
  const object = site.objects.get(id);
  if (schemaId === undefined || !object) return true;
  if (site.requireType(object.typeId).schemaId !== schemaId) return false;
  if (filter === undefined) return true;
  const searcher = { site, view: site.objects, schemaIds: new Set([schemaId]), keyset: true };
  return search(searcher, `(${filter}) AND objectId = ${id}`).length > 0;
}
