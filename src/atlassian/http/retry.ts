import type { Clock } from '../../core/clock.ts';
import { Unavailable } from '../../core/errors.ts';
import type { SiteWait } from '../../core/site/assets-site.ts';
import type { Http, HttpAnswer } from './http.ts';

const FIRST_MS = 2_000;
const MAX_MS = 30_000;

/** How long to wait before try number `attempt` (from 1): what the site asks for at least, else doubling from 2 s with jitter, 30 s at most. Pure but for `random`. */
export function retryDelayMs(attempt: number, retryAfterMs: number | undefined, random: number): number {
  const backoff = Math.min(MAX_MS, FIRST_MS * 2 ** (attempt - 1) * (0.7 + 0.6 * random));
  return Math.max(backoff, retryAfterMs ?? 0);
}

/** Seconds of a Retry-After header in ms; undefined when there is none that can be read. */
export function retryAfterMs(answer: HttpAnswer): number | undefined {
  const seconds = Number(answer.headers['retry-after']);
  return answer.headers['retry-after'] !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
}

export interface RetryOptions {
  clock: Clock;
  /** How long the site may stay unreachable, ms, counted from the first failure. */
  patienceMs: number;
  /** A person waits: the rate limit counts as the site being down. */
  impatient: boolean;
  onWait?: ((wait: SiteWait | null) => void) | undefined;
  random?: () => number;
}

/**
 * Repeats calls (all of ours are reads) while the site is down, cuts connections or answers nonsense, until the patience is used up. A 429 is no
 * failure: the budget below waits, and the call is simply made again. @throws Unavailable `site-unreachable`
 */
export function withRetry(next: Http, { clock, patienceMs, impatient, onWait, random = Math.random }: RetryOptions): Http {
  return async (call, signal) => {
    let failingSince: number | undefined;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await tryOnce(next, call, signal);
      if ('answer' in outcome) {
        if (failingSince !== undefined) onWait?.(null);
        return outcome.answer;
      }
      if (outcome.limited && !impatient) { attempt = 0; continue; }
      const now = clock.monotonicMs();
      failingSince ??= now;
      const delay = retryDelayMs(attempt, outcome.retryAfterMs, random());
      if (now + delay - failingSince > patienceMs) throw new Unavailable('site-unreachable', `The site did not answer for ${spoken(patienceMs)} (${outcome.why}). Try again when it does.`, { cause: outcome.error });
      onWait?.({ reason: 'unreachable', untilMs: clock.now() + delay });
      await clock.sleep(delay, signal);
    }
  };
}

const spoken = (ms: number): string => (ms < 120_000 ? `${Math.round(ms / 1000)} seconds` : `${Math.round(ms / 60_000)} minutes`);

type Outcome = { answer: HttpAnswer } | { limited: boolean; why: string; retryAfterMs?: number | undefined; error?: unknown };

async function tryOnce(next: Http, call: Parameters<Http>[0], signal: AbortSignal | undefined): Promise<Outcome> {
  try {
    const answer = await next(call, signal);
    if (answer.status === 429) return { limited: true, why: 'too many requests', retryAfterMs: retryAfterMs(answer) };
    if (answer.status >= 500) return { limited: false, why: `status ${answer.status}`, retryAfterMs: retryAfterMs(answer) };
    if (answer.status < 300 && answer.body.length > 0 && !looksLikeJson(answer.body)) return { limited: false, why: 'a web page in place of data' };
    return { answer };
  } catch (error) {
    if (error instanceof Unavailable && error.code === 'site-unreachable') return { limited: false, why: error.message, error };
    throw error;
  }
}

/** The first byte that is no white space begins an object or a list. */
function looksLikeJson(body: Buffer): boolean {
  const first = body.subarray(0, 100).toString().trimStart()[0];
  return first === '{' || first === '[';
}
