import type { Clock } from '../../kernel/clock.ts';
import { Unavailable } from '../../kernel/errors.ts';
import { OutcomeUnknown } from '../../assets/ports/outcome-unknown.ts';
import { WriteRefused } from '../../assets/ports/write-refused.ts';

const ATTEMPTS = 5;

export interface MakeOnce<T> {
  /** Looks for it in a listing, by the name that the site keeps unique. */
  find: () => Promise<T | undefined>;
  create: () => Promise<T>;
  /** Whether it may be there already: an earlier attempt was interrupted. */
  lookFirst: boolean;
  clock: Clock;
  settleMs: number;
  signal: AbortSignal;
}

/**
 * Makes a thing whose name the site keeps unique (a schema, type, attribute, status, reference type), so that it is there once whatever was lost on the way: an
 * answer that was lost is followed by a look, and a second create is refused by the site. @throws WriteRefused when it is refused and not there
 */
export async function makeOnce<T>({
  find,
  create,
  lookFirst,
  clock,
  settleMs,
  signal,
}: MakeOnce<T>): Promise<T> {
  if (lookFirst) {
    const there = await find();
    if (there !== undefined) return there;
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await create();
    } catch (error) {
      if (!(error instanceof OutcomeUnknown || error instanceof WriteRefused)) throw error;
      if (error instanceof OutcomeUnknown) await clock.sleep(settleMs, signal);
      const there = await find();
      if (there !== undefined) return there;
      if (error instanceof WriteRefused) throw error;
      if (attempt === ATTEMPTS)
        throw new Unavailable(
          'site-unreachable',
          'The destination did not answer five times in a row. Let the restore go on when it does.',
          { cause: error },
        );
    }
  }
}
