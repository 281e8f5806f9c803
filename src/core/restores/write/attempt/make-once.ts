import { OutcomeUnknown } from '../../../assets/ports/outcome-unknown.ts';
import { WriteRefused } from '../../../assets/ports/write-refused.ts';
import type { Clock } from '../../../kernel/time/clock.ts';
import { Unavailable } from '../../../kernel/errors.ts';

const MAX_ATTEMPTS = 5;

/**
 * Something whose name the site keeps unique: a schema, type, attribute, status, reference type.
 */
export interface Makeable<T> {
  /** Looks for it in a listing by its name. */
  find: () => Promise<T | undefined>;
  create: () => Promise<T>;
}

interface MakeOnce<T> extends Makeable<T> {
  /** Whether it may be there already: an earlier attempt was interrupted. */
  lookFirst: boolean;
  clock: Clock;
  settleMs: number;
  signal: AbortSignal;
}

/**
 * Creates something exactly once, whatever is lost on the way: after a lost answer it looks for the
 * thing, and the site refuses a second create. @throws WriteRefused if it is refused and does not
 * exist
 */
export async function makeOnce<T>(options: MakeOnce<T>): Promise<T> {
  const { find, create, lookFirst } = options;
  const before = lookFirst ? await find() : undefined;
  if (before !== undefined) return before;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await create();
    } catch (error) {
      const made = await findAfter(error, options);
      if (made !== undefined) return made;
      if (error instanceof WriteRefused) throw error;
      if (attempt === MAX_ATTEMPTS)
        throw new Unavailable(
          'site-unreachable',
          "The destination didn't answer five times in a row. Resume the restore when it's available again.",
          { cause: error },
        );
    }
  }
}

/**
 * What exists after a create that failed. @throws the error itself where it says that nothing was
 * made
 */
async function findAfter<T>(
  error: unknown,
  { find, clock, settleMs, signal }: MakeOnce<T>,
): Promise<T | undefined> {
  const isUnknown = error instanceof OutcomeUnknown;
  if (!isUnknown && !(error instanceof WriteRefused)) throw error;
  if (isUnknown) await clock.sleep(settleMs, signal);
  return find();
}
