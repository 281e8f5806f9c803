import { Unanswered } from '../ports/pages/unanswered.ts';

/** How often the same question is asked. */
const MAX_TRIES = 2;

/**
 * What `ask` returns; if the site repeatedly fails to answer it while it answers another call, why.
 * `assertUp` makes that other call. @throws what `ask` throws otherwise, and what `assertUp` throws
 */
export async function unlessUnanswered<T>(
  ask: () => Promise<T>,
  assertUp: () => Promise<unknown>,
): Promise<T | Unanswered> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Unanswered)) throw error;
      await assertUp();
      if (tries === MAX_TRIES) return error;
    }
  }
}
