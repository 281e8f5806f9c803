import { createHash } from 'node:crypto';
import type { Log } from '../core/kernel/log.ts';
import type { Clock } from '../core/kernel/time/clock.ts';
import type { SiteWait } from '../core/assets/ports/site/site-wait.ts';
import { SILENCE_HOLD_MS } from './budget/run-patience.ts';
import type { SiteBudgets } from './budget/site-budgets.ts';
import type { SiteTerms } from './budget/site-terms.ts';
import type { AccountRefusal } from '../core/sites/checks/account-refusal.ts';
import { withAccountWatch } from './http/with-account-watch.ts';
import { withAuthorization, type Authorization } from './http/with-authorization.ts';
import type { Http, HttpAnswer } from './http/http.ts';
import { withCount } from './http/with-count.ts';
import { withLog } from './http/with-log.ts';
import { withRetry } from './http/retry/with-retry.ts';
import { withTokenVerdict } from './http/retry/with-token-verdict.ts';

export interface StackOptions {
  transport: Http;
  clock: Clock;
  log: Log;
  budgets: SiteBudgets;
  /** Names the site whose budget the calls come out of. */
  siteKey: string;
  siteUrl: string;
  /** The terms on which the site is called; absent: as much as it accepts. */
  terms?: SiteTerms | undefined;
  /** What every call is signed with. */
  authorization: Authorization;
  patienceMs: number;
  confirmMs?: number | undefined;
  /** A person waits for the answer: goes first, and without the site's lease. */
  page: boolean;
  /** Its calls go only where no other run wants to call the site. */
  behind?: boolean | undefined;
  onWait?: ((wait: SiteWait | null) => void) | undefined;
  /** Called on every call that leaves. */
  onCall?: (() => void) | undefined;
  /** Called with how the site refuses the account, and null when it accepts it. */
  onVerdict?: ((refusal: AccountRefusal | null) => Promise<void>) | undefined;
  /** Sends calls to where the site has moved. */
  moved?: SiteFollower | undefined;
  /** Refusals that are accepted at once, because asking again would do harm. */
  isFinal?: ((answer: HttpAnswer) => boolean) | undefined;
}

/** What follows a site that was renamed. */
interface SiteFollower {
  layer(next: Http, siteUrl: string): Http;
}

/**
 * Every call to a site goes through this: a refused token is told apart from other refusals, the
 * call repeated by retry, each try within the budget, noted, sent to where the site is now, signed.
 */
export function siteStack({
  transport,
  clock,
  log,
  budgets,
  siteKey,
  siteUrl,
  terms,
  authorization,
  patienceMs,
  confirmMs,
  page,
  behind,
  onWait,
  onCall,
  onVerdict,
  moved,
  isFinal,
}: StackOptions): Http {
  const signed = withAuthorization(transport, authorization);
  const placed = moved?.layer(signed, siteUrl) ?? signed;
  const noted = withCount(withLog(placed, clock, log), onCall);
  const key = markOf(authorization);
  const budgeted = budgets.layer(noted, { siteKey, siteUrl, terms, key, page, behind, onWait });
  const holdMs = page ? undefined : SILENCE_HOLD_MS;
  const retry = { clock, patienceMs, confirmMs, holdMs, impatient: page, onWait, isFinal };
  const judged = withTokenVerdict(withRetry(budgeted, retry), { isOwn: isRenewed(authorization) });
  return onVerdict ? withAccountWatch(judged, onVerdict) : judged;
}

const isRenewed = (authorization: Authorization): boolean => typeof authorization !== 'string';

/** A fingerprint that tells API keys apart and is too short to reveal one. */
const markOf = (authorization: Authorization): string =>
  typeof authorization === 'string'
    ? createHash('sha256').update(authorization).digest('hex').slice(0, 8)
    : 'own';
