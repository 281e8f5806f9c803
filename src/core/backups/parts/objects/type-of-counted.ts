import type { TypeOf } from '../../../assets/ports/pages/type-of.ts';
import type { Census } from '../../../assets/reading/take-census.ts';
import type { ObjectPlaces } from './object-places.ts';

/** The type under which a census lists an object, else the last one under which it was read. */
export const typeOfCounted =
  (places: ObjectPlaces, census: Census = new Map()): TypeOf =>
  (id) => {
    for (const [typeId, seen] of census) if (seen.has(id)) return typeId;
    return places.typeIds.findLast((typeId) => places.of(typeId).has(id));
  };
