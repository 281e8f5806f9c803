import { OutcomeUnknown } from '../../assets/ports/outcome-unknown.ts';
import type { RestoreAttempt } from './attempt/restore-attempt.ts';

/** How many answers may be lost for one object before it is given up. */
const MAX_LOST = 5;

/** The site does not list or accept things of a kind: the rest of them is skipped. */
export class NotTaken extends Error {}

/**
 * Adds to one object what it lacks, and starts over after each lost answer: `addMissing` looks at
 * what is there before it writes, so that nothing is added twice. `onLost` hears why an answer was
 * lost. @throws NotTaken after too many lost answers; what else `addMissing` throws
 */
export async function untilAnswered(
  attempt: RestoreAttempt,
  addMissing: () => Promise<void>,
  onLost?: (why: string) => void,
): Promise<void> {
  const { clock, settleMs } = attempt.parts;
  await attempt.awaitEarlierCalls();
  for (let lost = 0; ;) {
    try {
      return await addMissing();
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
      lost += 1;
      onLost?.(error.message);
      if (lost === MAX_LOST) throw new NotTaken(error.message);
      await clock.sleep(settleMs, attempt.signal);
    }
  }
}
