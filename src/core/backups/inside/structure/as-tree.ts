/** Object types as a tree: parents before children, whatever a site says about them. */
export interface TypeLink {
  id: string;
  parentId: string | null;
  /** Its children have its attributes, too. */
  inherited: boolean;
}

type Linked = Pick<TypeLink, 'id' | 'parentId'>;

/**
 * The same types in the same order, as a tree: of those that are each other's parents the one with
 * the lowest id stands at the top, and so does a type whose parent is not among them. A type that
 * is changed is copied.
 */
export function asTree<T extends Linked>(types: readonly T[]): T[] {
  const byId = new Map<string, Linked>(types.map((type) => [type.id, type]));
  const tops = new Set<string>();
  const seen = new Set<string>();
  for (const type of types) {
    const path = new Set<string>();
    let at: Linked | undefined = type;
    while (at && !seen.has(at.id)) {
      seen.add(at.id);
      path.add(at.id);
      at = byId.get(at.parentId ?? '');
    }
    if (at && path.has(at.id)) tops.add(lowestOf(circleFrom(at.id, path)));
  }
  return types.map((type) => {
    const isTop = tops.has(type.id) || !byId.has(type.parentId ?? '');
    return isTop && type.parentId !== null ? { ...type, parentId: null } : type;
  });
}

/** The part of a path that comes back to its beginning. */
function circleFrom(id: string, path: ReadonlySet<string>): string[] {
  const ids = [...path];
  return ids.slice(ids.indexOf(id));
}

const lowestOf = (ids: readonly string[]): string =>
  ids.reduce((lowest, id) => (Number(id) < Number(lowest) ? id : lowest));

/** How many types stand above each, by id. */
export function depthsOf(types: readonly Linked[]): Map<string, number> {
  const byId = new Map(types.map((type) => [type.id, type]));
  const depths = new Map<string, number>();
  for (const type of types) {
    const path = new Set<string>();
    let at: Linked | undefined = type;
    while (at && !depths.has(at.id) && !path.has(at.id)) {
      path.add(at.id);
      at = byId.get(at.parentId ?? '');
    }
    let depth = at ? (depths.get(at.id) ?? -1) : -1;
    for (const id of [...path].reverse()) {
      depth += 1;
      depths.set(id, depth);
    }
  }
  return depths;
}

/**
 * The type and the ancestors whose attributes it has, the oldest first (assets-api: A.3,
 * `inherited`).
 */
export function lineage(byId: ReadonlyMap<string, TypeLink>, typeId: string): string[] {
  const line = new Set([typeId]);
  let parent = byId.get(byId.get(typeId)?.parentId ?? '');
  while (parent?.inherited && !line.has(parent.id)) {
    line.add(parent.id);
    parent = byId.get(parent.parentId ?? '');
  }
  return [...line].reverse();
}
