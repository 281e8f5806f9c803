/** An object that is to get a unique value and has another one now. */
export interface UniqueWish {
  node: number;
  /** Of the destination. */
  attribute: string;
  wanted: readonly string[];
  current: readonly string[];
}

/**
 * One wish of each circle: every object in it waits for a value that the next one has, so that none
 * can start. Pure.
 */
export function findCircles(wishes: readonly UniqueWish[]): UniqueWish[] {
  const holders = new Map(
    wishes.flatMap((wish) =>
      wish.current.map((value) => [markOf(wish.attribute, value), wish] as const),
    ),
  );
  const awaited = (wish: UniqueWish): UniqueWish | undefined =>
    wish.wanted
      .map((value) => holders.get(markOf(wish.attribute, value)))
      .find((holder) => holder !== undefined && holder !== wish);
  const seen = new Set<UniqueWish>();
  const found: UniqueWish[] = [];
  for (const wish of wishes) {
    const path = new Set<UniqueWish>();
    let at: UniqueWish | undefined = wish;
    while (at && !seen.has(at)) {
      seen.add(at);
      path.add(at);
      at = awaited(at);
    }
    if (at && path.has(at)) found.push(at);
  }
  return found;
}

/** Some sites take values for the same that differ in capital letters only. */
export const markOf = (attribute: string, value: string): string =>
  `${attribute} ${value.toLowerCase()}`;
