import { namedTypes } from '../../assets/aql/named-types.ts';
import type { SchemaStructure } from '../../compare/schema-structure.ts';
import type { OutsideRequest } from './resolve-outside-objects.ts';

/**
 * Finds the object types outside of the restore that attributes or filters name: on the same site
 * where they are, as long as they exist; else where an earlier restore made them. The backup's id →
 * the id there.
 */
export async function resolveOutsideTypes(
  { types, attributes }: Pick<SchemaStructure, 'types' | 'attributes'>,
  request: OutsideRequest,
): Promise<Map<string, string>> {
  const { tenantId, sourceWorkspace, targetWorkspace, restores, target, signal } = request;
  const own = new Set(types.map((type) => type.id));
  const named = attributes.flatMap(({ referencedTypeId, filter }) => [
    ...(referencedTypeId === undefined ? [] : [referencedTypeId]),
    ...(filter === undefined ? [] : namedTypes(filter)),
  ]);
  const wanted = [...new Set(named)].filter((id) => !own.has(id));
  if (wanted.length === 0) return new Map();
  const known = await restores.knownTypes(tenantId, { sourceWorkspace, targetWorkspace }, wanted);
  const unmoved =
    sourceWorkspace === targetWorkspace ? wanted.map((id) => ({ sourceId: id, targetId: id })) : [];
  const found = new Map<string, string>();
  for (const { sourceId, targetId } of [...unmoved, ...known])
    if (!found.has(sourceId) && (await target.hasObjectType(targetId, signal)))
      found.set(sourceId, targetId);
  return found;
}
