import type { SimObject, SimType } from '../site/records/model.ts';
import type { World } from './world.ts';

const NAMED_TYPE = /objectTypeId\D+(\d+)/;

/**
 * Moves so many objects to another type of their schema: of the type that a query names, else of
 * any. Nothing happens where there is no other type for them.
 */
export function moveObjects({ site, random }: World, count: number, body: unknown): void {
  const { qlQuery } = (body ?? {}) as { qlQuery?: unknown };
  const named = site.types.get(Number(NAMED_TYPE.exec(String(qlQuery))?.[1]));
  const placesOf = (type: SimType): SimType[] =>
    site.typesOf(type.schemaId).filter((other) => other !== type && !other.abstract);
  const types = (named ? [named] : [...site.types.values()]).filter(
    (type) => site.objects.idsOfType(type.id).length > 0 && placesOf(type).length > 0,
  );
  for (let moved = 0; moved < count && types.length > 0; moved += 1) {
    const type = random.pick(types);
    const [first] = site.objects.idsOfType(type.id);
    if (first === undefined) return;
    const object: SimObject = site.objects.require(first);
    site.moveObject(object, random.pick(placesOf(type)).id);
  }
}
