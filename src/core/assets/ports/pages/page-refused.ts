import { ProductError } from '../../../kernel/errors.ts';

/**
 * The site refuses a page that begins this deep in a list (400): many searches end at some offset.
 * What follows can only be read by key, if at all.
 */
export class PageRefused extends ProductError {
  constructor(options?: { cause?: unknown }) {
    super('page-refused', "The site doesn't return pages this deep in the list.", options);
  }
}
