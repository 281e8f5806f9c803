import type { Available } from '../assets/ports/site/available.ts';
import { runParallel } from '../assets/reading/run-parallel.ts';
import { Refused } from '../kernel/errors.ts';
import type { BackgroundReading } from './background-part.ts';
import type { ObjectOwner } from './object-batches.ts';

/** Answers are small, and a site may allow more than a thousand calls a minute. */
const ENOUGH_PER_SECOND = 50;
/** This many refusals in a row mean that the site offers nothing of this part. */
const MAX_REFUSALS = 5;

/** How far the objects have come. */
interface AskedState {
  /** How many objects of the backup are finished, in their order. */
  done: number;
  /** How many objects the site refused to answer about, and what it said about the last one. */
  refused: number;
  why: string;
}

/**
 * Requests one thing about each object of a batch, side by side, and yields what the site gives, in
 * the order of the answers. Objects that it refuses are counted in `state`. @throws Refused
 * `part-unavailable` if the site refuses all of them
 */
export async function* askObjects<T>(
  { pace }: BackgroundReading,
  owners: readonly ObjectOwner[],
  ask: (objectId: string, signal: AbortSignal) => Promise<Available<T>>,
  state: AskedState,
): AsyncGenerator<{ owner: ObjectOwner; value: T }> {
  const waiting = [...owners].reverse();
  let inRow = 0;
  let isGiven = state.done > 0;
  const next = () => {
    const owner = waiting.pop();
    if (!owner) return null;
    return async (signal: AbortSignal) => ({ owner, found: await ask(owner.id, signal) });
  };
  const answers = runParallel(next, { ...pace, enoughPerSecond: ENOUGH_PER_SECOND });
  for await (const { owner, found } of answers) {
    if ('value' in found) {
      inRow = 0;
      isGiven = true;
      yield { owner, value: found.value };
      continue;
    }
    inRow += 1;
    Object.assign(state, { refused: state.refused + 1, why: found.unavailable });
    if (!isGiven && inRow >= Math.min(MAX_REFUSALS, owners.length))
      throw new Refused('part-unavailable', found.unavailable);
  }
}
