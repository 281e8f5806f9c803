import { isOfCallAlone, Unanswered } from '../ports/pages/unanswered.ts';

/**
 * What `ask` returns; undefined if the site refuses this call alone, never answers it, or answers
 * it in an unknown form. @throws any other error
 */
export async function askOrNone<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Unanswered || isOfCallAlone(error)) return undefined;
    throw error;
  }
}
