import type { TenantId } from '../../kernel/ids.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import { namedTypes } from '../../assets/aql/named-types.ts';
import type { Unresolved } from './unresolved.ts';
import type { RestoreStore } from '../report/restore-lines.ts';
import type { SchemaStructure } from '../../compare/schema-structure.ts';
import { unresolved, type FoundNames } from './resolved-names.ts';

const AT_ONCE = 200;

export interface OutsideOptions {
  tenantId: TenantId;
  sourceWorkspace: string;
  targetWorkspace: string;
  restores: RestoreStore;
  target: AssetsDestination;
  signal?: AbortSignal | undefined;
}

/**
 * References to objects that the restore does not write (other schemas, types that were not chosen): on the same site they lead where they led, as long as
 * that object is there; else to where an earlier restore put it, if the site still has it.
 */
export async function resolveOutside(
  outside: ReadonlyMap<string, number>,
  names: FoundNames,
  options: OutsideOptions,
): Promise<Unresolved[]> {
  const { tenantId, sourceWorkspace, targetWorkspace, restores, target, signal } = options;
  const ids = [...outside.keys()];
  const missing: Unresolved[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    if (sourceWorkspace === targetWorkspace)
      for (const id of await there(target, some, signal)) names.reference.set(id, id);
    const open = some.filter((id) => !names.reference.has(id));
    const known =
      open.length > 0
        ? await restores.known(tenantId, { sourceWorkspace, targetWorkspace }, open)
        : [];
    const alive = await there(
      target,
      known.map(({ targetId }) => targetId),
      signal,
    );
    for (const { sourceId, targetId } of known)
      if (alive.has(targetId) && !names.reference.has(sourceId))
        names.reference.set(sourceId, targetId);
    for (const id of open)
      if (!names.reference.has(id))
        missing.push(
          unresolved({
            kind: 'reference',
            id,
            name: `Object ${id}`,
            uses: outside.get(id)!,
            why: 'It is not part of this restore, and the destination does not have it. Restore its schema first, and the reference is set.',
            mappable: true,
          }),
        );
  }
  return missing;
}

/**
 * Object types outside of the restore that attributes or filters name: on the same site where they are, as long as they are there; else where an earlier restore
 * made them.
 */
export async function resolveOutsideTypes(
  source: SchemaStructure,
  options: OutsideOptions,
): Promise<Map<string, string>> {
  const { tenantId, sourceWorkspace, targetWorkspace, restores, target, signal } = options;
  const own = new Set(source.types.map((type) => type.id));
  const named = source.attributes.flatMap(({ referencedTypeId, filter }) => [
    ...(referencedTypeId === undefined ? [] : [referencedTypeId]),
    ...(filter === undefined ? [] : namedTypes(filter)),
  ]);
  const wanted = [...new Set(named)].filter((id) => !own.has(id));
  if (wanted.length === 0) return new Map();
  const known = await restores.knownTypes(tenantId, { sourceWorkspace, targetWorkspace }, wanted);
  const candidates = [
    ...(sourceWorkspace === targetWorkspace
      ? wanted.map((id) => ({ sourceId: id, targetId: id }))
      : []),
    ...known,
  ];
  const found = new Map<string, string>();
  for (const { sourceId, targetId } of candidates)
    if (!found.has(sourceId) && (await target.hasObjectType(targetId, signal)))
      found.set(sourceId, targetId);
  return found;
}

async function there(
  target: AssetsDestination,
  ids: string[],
  signal: AbortSignal | undefined,
): Promise<Set<string>> {
  const found = new Set<string>();
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = [...new Set(ids.slice(from, from + AT_ONCE))];
    if (some.length === 0) continue;
    const { objects, unreadable } = (await target.objectsById(some, signal)).read();
    for (const { id } of [...objects, ...unreadable]) found.add(id);
  }
  return found;
}
