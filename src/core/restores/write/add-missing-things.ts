import type { Available } from '../../assets/ports/site/available.ts';
import { OutcomeUnknown } from '../../assets/ports/outcome-unknown.ts';
import type { AttemptParts, RestoreAttempt } from './attempt/restore-attempt.ts';
import type { TakenTally } from './taken-tally.ts';

/** How many answers may be lost for one thing before it counts as refused. */
const MAX_LOST = 5;

/** An attempt as far as waiting goes. */
type WaitingAttempt = Pick<RestoreAttempt, 'awaitEarlierCalls' | 'signal'> & {
  parts: Pick<AttemptParts, 'clock' | 'settleMs'>;
};

/** The comments, or the attachments, that one object has in the backup. */
export interface ThingsOfObject<T> {
  count: number;
  /** Those that the object lacks right now, the same objects each time. */
  findMissing(): Promise<Available<readonly T[]>>;
  /** Whether it was taken. @throws NotTaken where none is; OutcomeUnknown */
  add(thing: T): Promise<boolean>;
}

/**
 * Adds to one object what it lacks. What is there is looked at before anything is written, and
 * after each lost answer, so that nothing is added twice; a thing whose answers are lost again and
 * again keeps no other from being added. @throws NotTaken where nothing is taken
 */
export async function addMissingThings<T>(
  attempt: WaitingAttempt,
  tally: TakenTally,
  things: ThingsOfObject<T>,
): Promise<void> {
  const { clock, settleMs } = attempt.parts;
  await attempt.awaitEarlierCalls();
  const left = new LeftThings<T>(tally);
  let open = things.count;
  for (;;) {
    const missing = await things.findMissing();
    if ('unavailable' in missing) return tally.refuse(missing.unavailable, open);
    const tried = left.among(missing.value);
    const lost = await addUntilLost(tried, things, left);
    if (!lost) return;
    open = tried.length - tried.indexOf(lost.thing);
    left.noteLost(lost.thing, lost.error.message);
    await clock.sleep(settleMs, attempt.signal);
  }
}

/** The thing whose answer was lost, if one was. */
async function addUntilLost<T>(
  missing: readonly T[],
  things: ThingsOfObject<T>,
  left: LeftThings<T>,
): Promise<{ thing: T; error: OutcomeUnknown } | undefined> {
  for (const thing of missing)
    try {
      if (!(await things.add(thing))) left.noteRefused(thing);
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      return { thing, error };
    }
  return undefined;
}

/** What is not tried again. */
class LeftThings<T> {
  readonly #tally: TakenTally;
  readonly #left = new Set<T>();
  readonly #lost = new Map<T, number>();

  constructor(tally: TakenTally) {
    this.#tally = tally;
  }

  noteRefused(thing: T): void {
    this.#left.add(thing);
  }

  noteLost(thing: T, why: string): void {
    this.#lost.set(thing, (this.#lost.get(thing) ?? 0) + 1);
    this.#tally.why = why;
  }

  /**
   * Those that are tried; one whose last answer was lost may be there after all. @throws NotTaken
   */
  among(missing: readonly T[]): T[] {
    for (const thing of missing) {
      const isGivenUp = !this.#left.has(thing) && this.#lost.get(thing) === MAX_LOST;
      if (!isGivenUp) continue;
      this.#left.add(thing);
      this.#tally.refuse(this.#tally.why);
    }
    return missing.filter((thing) => !this.#left.has(thing));
  }
}
