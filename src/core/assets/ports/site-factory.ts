import type { AssetsReader } from './assets-reader.ts';
import type { SiteCredentials } from './site-credentials.ts';
import type { SiteWait } from './site-wait.ts';

export interface SiteFactory {
  /**
   * A site read with these credentials, within that site's rate budget. `onWait` hears of waits for
   * the rate limit or for a site that is down.
   */
  open(
    credentials: SiteCredentials,
    options?: { onWait?: ((wait: SiteWait | null) => void) | undefined },
  ): AssetsReader;
}
