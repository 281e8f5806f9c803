import { Unavailable } from '../errors.ts';

/** What could not be done for one of many, by the name that the log tells. */
export interface Failure {
  what: string;
  error: unknown;
}

/** The outcome of one round over many things. */
export interface Round {
  /** For how many something was done. */
  done: number;
  failed: Failure[];
}

export interface Item<T> {
  nameOf: (item: T) => string;
  /** Whether there was something to do. */
  work: (item: T) => Promise<boolean>;
}

/**
 * Does something for each of many things, one after the other: one that fails stops no other.
 * @throws Unavailable `database-unavailable`, for it stops them all
 */
export async function workThrough<T>(
  items: Iterable<T> | AsyncIterable<T>,
  { nameOf, work }: Item<T>,
): Promise<Round> {
  const round: Round = { done: 0, failed: [] };
  for await (const item of items) {
    try {
      if (await work(item)) round.done += 1;
    } catch (error) {
      if (error instanceof Unavailable && error.code === 'database-unavailable') throw error;
      round.failed.push({ what: nameOf(item), error });
    }
  }
  return round;
}

/** Several rounds as one. */
export const addRounds = (rounds: readonly Round[]): Round => ({
  done: rounds.reduce((sum, { done }) => sum + done, 0),
  failed: rounds.flatMap(({ failed }) => failed),
});
