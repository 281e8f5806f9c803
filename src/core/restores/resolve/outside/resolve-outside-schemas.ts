import { namedIds } from '../../../assets/aql/named-ids.ts';
import type { SchemaStructure } from '../../../compare/structure/schema-structure.ts';
import type { OutsideRequest } from './resolve-outside-objects.ts';

/** The mark under which a schema's route is noted, among those of its object types. */
export const schemaMark = (id: string): string => `schema ${id}`;

/**
 * Finds the other schemas that filters name by their ids: on the same site where they are, as long
 * as they exist; else where an earlier restore put them. The backup's id → the id there. `there`:
 * the schemas of the destination.
 */
export async function resolveOutsideSchemas(
  { schema, attributes }: Pick<SchemaStructure, 'schema' | 'attributes'>,
  there: ReadonlySet<string>,
  { tenantId, sourceWorkspace, targetWorkspace, restores }: OutsideRequest,
): Promise<Map<string, string>> {
  const named = attributes.flatMap(({ filter }) =>
    filter === undefined ? [] : [...namedIds(filter).schemas],
  );
  const wanted = [...new Set(named)].filter((id) => id !== schema.id);
  if (wanted.length === 0) return new Map();
  const route = { sourceWorkspace, targetWorkspace };
  const known = await restores.knownTypes(tenantId, route, wanted.map(schemaMark));
  const found = new Map<string, string>();
  for (const id of wanted) {
    const unmoved = sourceWorkspace === targetWorkspace && there.has(id) ? id : undefined;
    const restored = known.find(
      ({ sourceId, targetId }) => sourceId === schemaMark(id) && there.has(targetId),
    );
    const to = unmoved ?? restored?.targetId;
    if (to !== undefined) found.set(id, to);
  }
  return found;
}
