import { Unavailable } from '../../../kernel/errors.ts';

/**
 * The site failed several times to answer a call for objects, or one that changes an object. It may
 * be down, or one of the objects may be what it can't answer: fewer can be requested.
 */
export class Unanswered extends Unavailable {
  /** What the answers were, and the site's words: "status 500: Out of memory". */
  readonly why: string;

  constructor(message: string, options: { why: string; cause?: unknown; retryAfterMs?: number }) {
    super('site-unreachable', message, options);
    this.why = options.why;
  }
}
