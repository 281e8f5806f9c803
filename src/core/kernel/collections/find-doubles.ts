/** Numbers that are sorted at once: a few milliseconds. */
const SHARE = 50_000;

/**
 * The whole numbers that come more than once in all lists together. `pause` is awaited between
 * shares of the work, so that a million of them hold nobody up.
 */
export async function findDoubles(
  lists: readonly Float64Array[],
  pause: () => Promise<void>,
): Promise<Set<number>> {
  const total = lists.reduce((sum, { length }) => sum + length, 0);
  const shares = Math.max(1, Math.ceil(total / SHARE));
  const doubles = new Set<number>();
  for (let share = 0; share < shares; share += 1) {
    const isOwn = (number: number): boolean => number % shares === share;
    const own = lists.flatMap((list) => Array.from(list.filter(isOwn)));
    const sorted = Float64Array.from(own).sort();
    sorted.forEach((number, at) => {
      if (number === sorted[at - 1]) doubles.add(number);
    });
    if (share + 1 < shares) await pause();
  }
  return doubles;
}
