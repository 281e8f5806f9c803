import { AnswerTooLarge } from '../ports/pages/answer-too-large.ts';
import type { ObjectPage } from '../ports/pages/object-page.ts';
import { PageRefused } from '../ports/pages/page-refused.ts';
import type { ReceivedPage } from '../ports/pages/received-page.ts';
import { isOfCallAlone, NeverGiven, Unanswered } from '../ports/pages/unanswered.ts';

/** Why a page cannot be obtained as requested. */
export type Unreceived = 'too large' | 'refused' | Unanswered;

interface Asked {
  /** How many objects were requested. */
  limit: number;
  /** Whether objects may be left out. */
  isSpared: boolean;
}

/**
 * The page, or why it cannot be obtained: it is too large to be read at once (and fewer than
 * `limit` can be requested), the site gives no page so deep in the list, or it doesn't answer.
 * Where objects may be left out, a refusal and an answer of unknown form count as none.
 */
export async function receivePage(
  received: Promise<ReceivedPage>,
  { limit, isSpared }: Asked,
): Promise<ReceivedPage | Unreceived> {
  try {
    return await received;
  } catch (error) {
    if (error instanceof AnswerTooLarge && limit > 1) return 'too large';
    if (error instanceof PageRefused) return 'refused';
    if (error instanceof Unanswered) return error;
    if (isSpared && isOfCallAlone(error)) return new NeverGiven(error);
    throw error;
  }
}

export const isReceived = (received: ReceivedPage | Unreceived): received is ReceivedPage =>
  typeof received === 'object' && !(received instanceof Unanswered);

/** The ids of all objects of a page, unreadable ones included. */
export const idsOf = ({ objects, unreadable }: ObjectPage): string[] =>
  [...objects, ...unreadable].map(({ id }) => id);
