import { ProductError } from '../../../kernel/errors.ts';

/**
 * The site refuses a page that begins so deep in a list (400): many searches end at an offset. What
 * comes after it is available by key, or not at all.
 */
export class PageRefused extends ProductError {
  constructor(options?: { cause?: unknown }) {
    super('page-refused', "The site doesn't return pages this deep in the list.", options);
  }
}
