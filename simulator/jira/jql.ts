import { search } from '../aql/evaluate.ts';
import { HttpError } from '../exchange.ts';
import type { SimIssue } from '../site/model.ts';
import type { World } from '../world.ts';

const CLAUSE =
  /^(?:"([^"]+)"|([\w[\]]+))\s+(?:(is\s+not\s+empty|is\s+empty)|(=|in)\s*(?:aqlFunction\("((?:[^"\\]|\\.)*)"\)|\(?([\w",\s-]+)\)?))$/i;

/** A bounded subset of JQL, clauses joined by AND or by OR: fields that are (not) empty, aqlFunction, project and key. @throws HttpError 400 */
export function readJql(world: World, jql: string): SimIssue[] {
  const [where] = jql.split(/\border\s+by\b/i);
  if (!where!.trim())
    throw new HttpError(400, [
      'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.',
    ]);
  const any = /\)\s+or\s+|\s+or\s+"/i.test(where!);
  const clauses = where!
    .trim()
    .replace(/^\((.*)\)$/s, '$1')
    .split(any ? /\s+or\s+/i : /\s+and\s+/i)
    .map((text) => readClause(world, text.trim()));
  return world.site.issues.filter((issue) =>
    any ? clauses.some((holds) => holds(issue)) : clauses.every((holds) => holds(issue)),
  );
}

function readClause(world: World, text: string): (issue: SimIssue) => boolean {
  const match = CLAUSE.exec(text);
  if (!match) throw new HttpError(400, [`Error in the JQL Query: "${text}" cannot be read.`]);
  const name = (match[1] ?? match[2])!;
  const list = (match[6] ?? '').split(',').map((item) => item.trim().replaceAll('"', ''));
  if (name.toLowerCase() === 'project') return (issue) => list.includes(issue.project);
  if (name.toLowerCase() === 'key') return (issue) => list.includes(issue.key);
  const field = world.site.fields.find(
    (each) =>
      each.name === name ||
      each.id === name ||
      `cf[${each.id.replace('customfield_', '')}]` === name,
  );
  if (!field)
    throw new HttpError(400, [
      `Field '${name}' does not exist or you do not have permission to view it.`,
    ]);
  const ids = (issue: SimIssue): number[] => issue.fields[field.id] ?? [];
  if (match[3]) return (issue) => /not/i.test(match[3]!) === ids(issue).length > 0;
  const found = new Set(
    search(
      {
        site: world.site,
        view: world.site.objects,
        schemaIds: new Set(world.site.schemas.keys()),
        keyset: true,
      },
      (match[5] ?? '').replace(/\\(.)/g, '$1'),
    ),
  );
  return (issue) => ids(issue).some((id) => found.has(id));
}
