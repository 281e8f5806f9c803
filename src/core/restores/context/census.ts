import type { SeenObjects } from '../../assets/reading/seen-objects.ts';
import type { StructureType } from '../../compare/structure/schema-structure.ts';

/** Objects of the destination, by type. */
export type Census = ReadonlyMap<string, SeenObjects>;

/** How many objects the site counts, by type. */
export const objectCounts = (types: readonly StructureType[] = []): Map<string, number> =>
  new Map(types.map((type) => [type.id, type.objectCount ?? 0]));
