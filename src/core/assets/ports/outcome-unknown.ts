import { ProductError } from '../../kernel/errors.ts';

/**
 * A create was sent and its answer was lost (5xx, time-out, cut connection) or cannot be read: it
 * may have been done, may still be in progress, or may never happen.
 */
export class OutcomeUnknown extends ProductError {
  /** What came in place of an answer, and the site's words: "status 500: Out of memory". */
  readonly why: string | undefined;

  constructor(message: string, options?: { why?: string; cause?: unknown }) {
    super('outcome-unknown', message, options);
    this.why = options?.why;
  }
}
