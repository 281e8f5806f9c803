import type { Named } from '../../compare/schema-structure.ts';

/**
 * A status or reference type by its name, the schema's own before global ones; a status of the same category first. A global status of another category does not
 * stand for one of the schema's own: the two can be side by side.
 */
export function matchNamed(
  wanted: Named,
  there: Named[],
  schemaId: string | undefined,
): Named | undefined {
  const isOther = (each: Named): boolean =>
    wanted.schemaId !== undefined &&
    each.schemaId === undefined &&
    each.definition['category'] !== wanted.definition['category'];
  const same = there.filter(
    (each) =>
      each.name === wanted.name &&
      (each.schemaId === undefined || each.schemaId === schemaId) &&
      !isOther(each),
  );
  const rank = (each: Named): number =>
    (each.definition['category'] === wanted.definition['category'] ? 0 : 2) +
    (each.schemaId === undefined ? 1 : 0);
  return same.sort((a, b) => rank(a) - rank(b))[0];
}
