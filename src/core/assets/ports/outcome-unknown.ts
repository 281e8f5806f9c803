import { ProductError } from '../../kernel/errors.ts';

/**
 * A create was sent and its answer was lost (5xx, time-out, cut connection) or cannot be read: it
 * may have been done, may still be in progress, or may never happen.
 */
export class OutcomeUnknown extends ProductError {
  constructor(message: string, options?: { cause?: unknown }) {
    super('outcome-unknown', message, options);
  }
}
