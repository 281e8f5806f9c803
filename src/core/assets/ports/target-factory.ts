import type { AssetsDestination } from './assets-destination.ts';
import type { SiteCredentials } from './site-credentials.ts';
import type { SiteWait } from './site-wait.ts';

export interface TargetFactory {
  /**
   * A site to write to with these credentials, within that site's rate budget. `page`: a person
   * waits, who goes first and not for long.
   */
  openTarget(
    credentials: SiteCredentials,
    options?: {
      page?: boolean | undefined;
      onWait?: ((wait: SiteWait | null) => void) | undefined;
    },
  ): AssetsDestination;
}
