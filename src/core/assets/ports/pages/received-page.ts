import type { ObjectPage } from './object-page.ts';

/**
 * A page as it arrived. It is parsed only when its turn comes, so that waiting pages are mere
 * bytes.
 */
export interface ReceivedPage {
  /**
   * May be called once: the bytes are freed afterwards. Other work runs between objects. @throws
   * Unavailable `unexpected-answer`
   */
  read(): Promise<ObjectPage>;
}
