/**
 * How many places of a list a page has gone through: what it holds twice has one of them, and what
 * has no name has its own. Where a site does count it twice, some of the list comes once more;
 * otherwise some of it would never come.
 */
export function countPlaces(names: readonly string[]): number {
  const named = names.filter((name) => name !== '');
  return new Set(named).size + (names.length - named.length);
}
