import { compareObjects, type ObjectComparison, type ObjectRules } from './compare-objects.ts';
import {
  compareStructure,
  type StructureComparison,
  type StructureRules,
} from './structure/compare-structure.ts';
import type { TranslatedValues } from './compare-values.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * How `a` stands in `b`. With the ids of one schema: `sameSchemaRules`; from a backup to a
 * destination: core/restores.
 */
export interface CompareRules<T extends TranslatedValues> extends StructureRules, ObjectRules<T> {}

/**
 * Compares two snapshots, definition by definition and value by value. What both have comes too,
 * with its differences or without: `structure` once, as it is walked; `objects` as they are read.
 * Writes nothing, and takes one number an object in memory.
 */
export function compare<T extends TranslatedValues>(
  a: Snapshot,
  b: Snapshot,
  rules: CompareRules<T>,
): { structure: Iterable<StructureComparison>; objects: AsyncIterable<ObjectComparison<T>> } {
  return {
    structure: compareStructure(a.structure, b.structure, rules),
    objects: compareObjects(a, b, rules),
  };
}
