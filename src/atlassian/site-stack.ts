import type { Log } from '../core/kernel/log.ts';
import type { Clock } from '../core/kernel/clock.ts';
import type { SiteWait } from '../core/assets/ports/site-wait.ts';
import type { SiteBudgets } from './budget/site-budgets.ts';
import { withBasicAuth } from './http/with-basic-auth.ts';
import type { Http } from './http/http.ts';
import { withLog } from './http/with-log.ts';
import { withRetry } from './http/with-retry.ts';

export interface StackOptions {
  transport: Http;
  clock: Clock;
  log: Log;
  budgets: SiteBudgets;
  /** Names the site whose budget the calls come out of. */
  siteKey: string;
  email: string;
  token: string;
  patienceMs: number;
  /** A person waits for the answer: goes first, and without the site's lease. */
  page: boolean;
  onWait?: ((wait: SiteWait | null) => void) | undefined;
}

/**
 * Every call to a site goes through this: repeated by retry, each try within the budget, noted,
 * signed, sent.
 */
export function siteStack({
  transport,
  clock,
  log,
  budgets,
  siteKey,
  email,
  token,
  patienceMs,
  page,
  onWait,
}: StackOptions): Http {
  const signed = withBasicAuth(transport, email, token);
  const noted = withLog(signed, clock, log);
  const budgeted = budgets.layer(noted, siteKey, { caller: {}, page, onWait });
  return withRetry(budgeted, { clock, patienceMs, impatient: page, onWait });
}
