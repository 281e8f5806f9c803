import { ProductError } from '../../../kernel/errors.ts';

/**
 * An answer was larger than the client reads at once: request fewer objects. A page of one object
 * is read whatever its size.
 */
export class AnswerTooLarge extends ProductError {
  constructor(options?: { cause?: unknown }) {
    super('answer-too-large', "The site's answer was larger than a page can be.", options);
  }
}
