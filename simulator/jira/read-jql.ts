import { search } from '../aql/search.ts';
import { HttpError } from '../http/http-error.ts';
import type { SimIssue } from '../site/model.ts';
import type { World } from '../world/world.ts';

type Clause = (issue: SimIssue) => boolean;

const CLAUSE =
  /^(?:"(?<quoted>[^"]+)"|(?<plain>[\w[\]]+))\s+(?:(?<emptiness>is\s+not\s+empty|is\s+empty)|(=|in)\s*(?:aqlFunction\("(?<aql>(?:[^"\\]|\\.)*)"\)|\(?(?<list>[\w",\s-]+)\)?))$/i;

/**
 * Finds issues by a bounded subset of JQL, clauses joined by AND or by OR: fields that are (not)
 * empty, aqlFunction, project and key.
 * @throws HttpError 400
 */
export function readJql(world: World, jql: string): SimIssue[] {
  const [where = ''] = jql.split(/\border\s+by\b/i);
  if (!where.trim())
    throw new HttpError(400, [
      'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.',
    ]);
  const isAny = /\)\s+or\s+|\s+or\s+"/i.test(where);
  const clauses = where
    .trim()
    .replace(/^\((.*)\)$/s, '$1')
    .split(isAny ? /\s+or\s+/i : /\s+and\s+/i)
    .map((text) => readClause(world, text.trim()));
  return world.site.issues.filter((issue) =>
    isAny ? clauses.some((holds) => holds(issue)) : clauses.every((holds) => holds(issue)),
  );
}

function readClause(world: World, text: string): Clause {
  const parts = CLAUSE.exec(text)?.groups;
  if (!parts) throw new HttpError(400, [`Error in the JQL Query: "${text}" cannot be read.`]);
  const { quoted, plain = '', emptiness, aql = '', list = '' } = parts;
  const name = quoted ?? plain;
  const listed = list.split(',').map((item) => item.trim().replaceAll('"', ''));
  if (name.toLowerCase() === 'project') return (issue) => listed.includes(issue.project);
  if (name.toLowerCase() === 'key') return (issue) => listed.includes(issue.key);
  const fieldId = fieldIdOf(world, name);
  const objectIds = (issue: SimIssue): number[] => issue.fields[fieldId] ?? [];
  if (emptiness) {
    const wantsSome = /not/i.test(emptiness);
    return (issue) => wantsSome === objectIds(issue).length > 0;
  }
  const found = new Set(searchAll(world, aql.replace(/\\(.)/g, '$1')));
  return (issue) => objectIds(issue).some((id) => found.has(id));
}

/** By name, by id, or as JQL writes it: `cf[10191]`. @throws HttpError 400 */
function fieldIdOf({ site }: World, name: string): string {
  const field = site.fields.find((each) =>
    [each.name, each.id, `cf[${each.id.replace('customfield_', '')}]`].includes(name),
  );
  if (field) return field.id;
  throw new HttpError(400, [
    `Field '${name}' does not exist or you do not have permission to view it.`,
  ]);
}

function searchAll({ site }: World, aql: string): readonly number[] {
  const schemaIds = new Set(site.schemas.keys());
  return search({ site, view: site.objects, schemaIds, keyset: true }, aql);
}
