import { namedIds } from '../../../assets/aql/named-ids.ts';
import type { SchemaStructure } from '../../../compare/structure/schema-structure.ts';
import type { OutsideRequest } from './resolve-outside-objects.ts';

/** Calls made side by side; the site's rate budget decides how many of them really run. */
const BATCH_SIZE = 50;

/**
 * Finds the object types outside of the restore that attributes or filters name: on the same site
 * where they are, as long as they exist; else where an earlier restore made them. The backup's id →
 * the id there.
 */
export async function resolveOutsideTypes(
  { types, attributes }: Pick<SchemaStructure, 'types' | 'attributes'>,
  request: OutsideRequest,
): Promise<Map<string, string>> {
  const { tenantId, sourceWorkspace, targetWorkspace, restores } = request;
  const own = new Set(types.map((type) => type.id));
  const named = attributes.flatMap(({ referencedTypeId, filter }) => [
    ...(referencedTypeId === undefined ? [] : [referencedTypeId]),
    ...(filter === undefined ? [] : namedIds(filter).types),
  ]);
  const wanted = [...new Set(named)].filter((id) => !own.has(id));
  if (wanted.length === 0) return new Map();
  const known = await restores.knownTypes(tenantId, { sourceWorkspace, targetWorkspace }, wanted);
  const unmoved =
    sourceWorkspace === targetWorkspace ? wanted.map((id) => ({ sourceId: id, targetId: id })) : [];
  const candidates = [...unmoved, ...known];
  const there = await typesThere(
    candidates.map(({ targetId }) => targetId),
    request,
  );
  const found = new Map<string, string>();
  for (const { sourceId, targetId } of candidates)
    if (!found.has(sourceId) && there.has(targetId)) found.set(sourceId, targetId);
  return found;
}

/**
 * Those that exist. Asked side by side: a site's "not found" is asked for twice, some time apart,
 * and one after the other these times would add up.
 */
async function typesThere(
  ids: string[],
  { target, signal }: Pick<OutsideRequest, 'target' | 'signal'>,
): Promise<Set<string>> {
  const asked = [...new Set(ids)];
  const there = new Set<string>();
  for (let from = 0; from < asked.length; from += BATCH_SIZE) {
    const batch = asked.slice(from, from + BATCH_SIZE);
    const answers = await Promise.all(batch.map((id) => target.hasObjectType(id, signal)));
    for (const [at, id] of batch.entries()) if (answers[at]) there.add(id);
  }
  return there;
}
