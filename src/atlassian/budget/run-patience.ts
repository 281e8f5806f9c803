/**
 * How long a call of a run waits while holding a worker. After that, the run goes back to the queue
 * and sleeps.
 */
import { Unavailable } from '../../core/kernel/errors.ts';

/** For a site that limits requests: a minute's allowance comes again within it. */
export const LIMIT_HOLD_MS = 90_000;
/** For another replica that works with the site. */
export const BUSY_HOLD_MS = 10_000;
/** For a site that does not answer. */
export const SILENCE_HOLD_MS = 30_000;

/** `waitMs`: until the site may be asked again. */
export const siteLimits = (waitMs: number): Unavailable =>
  new Unavailable(
    'site-limits',
    'Atlassian has been limiting requests for too long. Try again when other apps on this site make fewer requests.',
    { retryAfterMs: waitMs },
  );

export const siteBusy = (): Unavailable =>
  new Unavailable(
    'site-busy',
    'Another server of this service has been using the site for too long. Try again later.',
    { retryAfterMs: 0 },
  );
