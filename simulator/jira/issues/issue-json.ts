import type { SimIssue } from '../../site/records/model.ts';
import type { JiraCall } from '../calls/jira-call.ts';

const OWN = ['summary', 'updated', 'created', 'project'];

/** An issue with those of its fields that were asked for; `undefined` asks for its id alone. */
export const issueJson = (
  call: JiraCall,
  issue: SimIssue,
  asked: readonly string[] | undefined,
): object => ({
  id: String(issue.id),
  key: issue.key,
  self: `${call.world.url}/rest/api/3/issue/${issue.id}`,
  fields: asked && fieldsJson(call, issue, asked),
});

/** Fields that no issue shows are left out, as those are that do not exist. */
function fieldsJson(call: JiraCall, issue: SimIssue, asked: readonly string[]): object {
  const usable = call.world.site.fields.filter(({ contexts }) => contexts.length > 0);
  const known = [...OWN, ...usable.map(({ id }) => id)];
  const isAll = asked.some((name) => /^\*(all|navigable)$/.test(name));
  const names = known.filter((name) => isAll || asked.includes(name));
  return Object.fromEntries(names.map((name) => [name, fieldJson(call, issue, name)]));
}

function fieldJson({ world: { site } }: JiraCall, issue: SimIssue, name: string): unknown {
  if (name === 'summary') return issue.summary;
  if (name === 'updated') return new Date(issue.updated).toISOString().replace('Z', '+0000');
  if (name === 'created') return new Date(site.past(issue.id)).toISOString().replace('Z', '+0000');
  if (name === 'project')
    return { id: String(10_000 + site.projects.indexOf(issue.project)), key: issue.project };
  if (issue.odd && name in issue.odd) return issue.odd[name];
  return (issue.fields[name] ?? []).map((id) => ({
    workspaceId: site.workspaceId,
    id: `${site.workspaceId}:${id}`,
    objectId: String(id),
  }));
}
