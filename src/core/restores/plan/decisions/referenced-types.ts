import type { RestoreContext } from '../../context/restore-context.ts';
import type { ReferencedType } from '../../resolve/unresolved.ts';

/**
 * What an object must be to stand for one that attributes of the backup name, each type once.
 * `attributeIds`: the backup's.
 */
export function referencedTypes(
  context: RestoreContext,
  attributeIds: Iterable<string>,
): ReferencedType[] {
  const wanted = new Set(attributeIds);
  const found = new Map<string, ReferencedType>();
  for (const { id, referencedTypeId, includeChildObjectTypes } of context.source.structure
    .attributes) {
    if (referencedTypeId === undefined || !wanted.has(id)) continue;
    const there = context.matches.structure.attributes.get(id);
    const typeId = there?.referencedTypeId ?? typeThere(context, referencedTypeId);
    const withChildren = (there?.includeChildObjectTypes ?? includeChildObjectTypes) === true;
    const name = nameOf(context, referencedTypeId);
    found.set(`${typeId} ${withChildren}`, { typeId, name, withChildren });
  }
  return [...found.values()];
}

/** Empty for a type that the restore makes. */
function typeThere({ matches }: RestoreContext, id: string): string {
  return matches.structure.types.get(id)?.id ?? matches.outsideTypes.get(id) ?? '';
}

const nameOf = ({ source }: RestoreContext, id: string): string =>
  source.structure.types.find((type) => type.id === id)?.name ?? `with the ID ${id}`;
