import { isReference, type Value } from '../../../simulator/site/records/model.ts';
import type { Site } from '../../../simulator/site/site.ts';

/** Removes objects for good, and the references to them. */
export function removeObjects(site: Site, ids: ReadonlySet<number>): void {
  const isGone = (value: Value): boolean => isReference(value) && ids.has(value.ref);
  const others = [...site.types.values()]
    .flatMap((type) => site.objects.idsOfType(type.id))
    .filter((id) => !ids.has(id));
  for (const id of others) {
    const object = site.objects.get(id)!;
    const changes = Object.entries(object.values)
      .filter(([, list]) => list.some(isGone))
      .map(([attribute, list]) => [attribute, list.filter((value) => !isGone(value))] as const);
    if (changes.length > 0) site.updateObject(object, Object.fromEntries(changes));
  }
  for (const id of ids) site.objects.remove(id, site.now());
}
