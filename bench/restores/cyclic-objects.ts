import { lookUp } from '../../simulator/kernel/look-up.ts';
import { refsOf } from '../../simulator/site/records/model.ts';
import type { Site } from '../../simulator/site/site.ts';

/**
 * How many objects of a schema are in a cycle of references, those that name themselves among them
 * (Tarjan's strongly connected components).
 */
export function cyclicObjects(site: Site, schemaId: number): number {
  const ids = [...site.types.values()]
    .filter((type) => type.schemaId === schemaId)
    .flatMap((type) => [...site.objects.idsOfType(type.id)]);
  const own = new Set(ids);
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const open: number[] = [];
  const isOpen = new Set<number>();
  let cyclic = 0;
  const named = (id: number): number[] =>
    refsOf(site.objects.require(id)).filter((to) => own.has(to));
  const visit = (id: number): void => {
    index.set(id, index.size);
    low.set(id, index.size - 1);
    open.push(id);
    isOpen.add(id);
    const next = named(id);
    for (const to of next) {
      if (!index.has(to)) visit(to);
      if (isOpen.has(to))
        low.set(
          id,
          Math.min(
            lookUp(low, id, 'object that was visited,'),
            lookUp(low, to, 'object that was visited,'),
          ),
        );
    }
    if (low.get(id) !== index.get(id)) return;
    const component = open.splice(open.indexOf(id));
    for (const each of component) isOpen.delete(each);
    if (component.length > 1 || next.includes(id)) cyclic += component.length;
  };
  for (const id of ids) if (!index.has(id)) visit(id);
  return cyclic;
}
