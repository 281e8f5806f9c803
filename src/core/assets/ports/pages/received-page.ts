import type { ObjectPage } from './object-page.ts';

/**
 * A page as it arrived. Objects are made from it when its turn comes, so that waiting pages are
 * only bytes.
 */
export interface ReceivedPage {
  /**
   * Call it once: the bytes are freed afterwards. Others run between its objects.
   * @throws Unavailable `unexpected-answer`
   */
  read(): Promise<ObjectPage>;
}
