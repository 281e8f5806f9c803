/**
 * How many places of a list a page covers: an item that it holds twice counts once, an item without
 * a name counts by itself. If the site does count it twice, part of the list comes again; the other
 * way round, part of it would never come.
 */
export function countPlaces(names: readonly string[]): number {
  const named = names.filter((name) => name !== '');
  return new Set(named).size + (names.length - named.length);
}
