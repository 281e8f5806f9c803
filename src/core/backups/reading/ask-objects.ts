import type { Available } from '../../assets/ports/site/available.ts';
import type { ObjectFinder } from '../../assets/ports/parts/object-finder.ts';
import { runParallel } from '../../assets/reading/run-parallel.ts';
import { Refused, Unavailable } from '../../kernel/errors.ts';
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
  /** The last object of which it gave something. */
  given?: string | undefined;
}

/** Asks the site for one thing of an object. */
type Ask<T> = (objectId: string, signal: AbortSignal) => Promise<Available<T>>;

interface Asking extends Pick<BackgroundReading, 'pace'> {
  /** Whether the backup before gave some of the part: then it isn't the site that gives nothing. */
  hasSome?: boolean;
  /** Absent: an object of which the site says that there is nothing counts as refused. */
  objects?: ObjectFinder | undefined;
}

/**
 * Asks the site for one thing of each object of a batch, side by side, and yields what it gives, in
 * the order of the answers. Objects of which it gives nothing are counted in `state` when the batch
 * is done; not those that were deleted meanwhile.
 * @throws Refused `part-unavailable` where the site gives nothing at all; Unavailable, with a time,
 * where it has given something and stops answering
 */
export async function* askObjects<T, O extends ObjectOwner>(
  { pace, hasSome = false, objects }: Asking,
  owners: readonly O[],
  ask: Ask<T>,
  state: AskedState,
): AsyncGenerator<{ owner: O; value: T }> {
  const waiting = [...owners].reverse();
  const refusals = new Refusals(state, { objects: owners.length, hasSome });
  const next = () => {
    const owner = waiting.pop();
    if (!owner) return null;
    return async (signal: AbortSignal) => ({ owner, found: await ask(owner.id, signal) });
  };
  const answers = runParallel(next, { ...pace, enoughPerSecond: ENOUGH_PER_SECOND });
  for await (const { owner, found } of answers)
    if ('value' in found) {
      refusals.end(owner.id);
      yield { owner, value: found.value };
    } else if (!(await isGone(found, owner, { pace, objects })))
      await refusals.add(found, (id) => ask(id, pace.signal));
  refusals.count();
}

/** Whether the object was deleted since the backup: then nothing is missing. */
async function isGone(
  { isNotFound = false }: { isNotFound?: boolean },
  { id }: ObjectOwner,
  { pace, objects }: Asking,
): Promise<boolean> {
  return isNotFound && objects !== undefined && !(await objects.isThere(id, pace.signal));
}

/** What the site does not give of a batch, and whether that means more than single objects. */
class Refusals {
  readonly #state: AskedState;
  readonly #objects: number;
  readonly #isFirst: boolean;
  #refused = 0;
  #why = '';
  #inRow = 0;
  #silentInRow = 0;

  constructor(state: AskedState, { objects, hasSome }: { objects: number; hasSome: boolean }) {
    this.#state = state;
    this.#objects = objects;
    this.#isFirst = state.done === 0 && !hasSome;
  }

  /** Something was given. */
  end(objectId: string): void {
    this.#state.given = objectId;
    this.#inRow = 0;
    this.#silentInRow = 0;
  }

  /**
   * `ask` asks once more for what was given before: where that is given, single objects are silent,
   * and not the site. @throws Refused `part-unavailable`; Unavailable `site-unreachable`
   */
  async add(
    { unavailable, isPassing = false }: { unavailable: string; isPassing?: boolean },
    ask: (objectId: string) => Promise<Available<unknown>>,
  ): Promise<void> {
    this.#refused += 1;
    this.#why = unavailable;
    this.#inRow += 1;
    this.#silentInRow = isPassing ? this.#silentInRow + 1 : 0;
    const { given } = this.#state;
    if (this.#isFirst && given === undefined && this.#inRow >= this.#most)
      throw new Refused('part-unavailable', unavailable);
    if (given === undefined || this.#silentInRow < MAX_REFUSALS) return;
    if (!('value' in (await ask(given))))
      throw new Unavailable('site-unreachable', unavailable, { retryAfterMs: 0 });
    this.#silentInRow = 0;
  }

  /** Adds them to the state, which a batch that is not done leaves alone. */
  count(): void {
    if (this.#refused === 0) return;
    Object.assign(this.#state, { refused: this.#state.refused + this.#refused, why: this.#why });
  }

  get #most(): number {
    return Math.min(MAX_REFUSALS, this.#objects);
  }
}
