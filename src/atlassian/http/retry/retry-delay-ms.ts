import type { HttpAnswer } from '../http.ts';

const FIRST_MS = 2_000;
const MAX_MS = 30_000;
/** The shortest wait for a site that limits requests, whatever it hints. */
export const FLOOR_MS = 1_000;
/** The longest wait that is accepted from a site. */
const LONGEST_HINT_MS = 3_600_000;
/** A number of seconds, perhaps with its unit; of a header that came twice, the first one. */
const SECONDS = /^\+?(\d+(?:\.\d+)?)\s*(?:s|secs?|seconds?)?(?:\s*[,;]|$)/i;
/** How HTTP and ISO dates begin; `Date.parse` alone takes `-3600` for a year to come. */
const DATE = /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? |\d{4}-\d{2}-\d{2})/i;
/** A smaller number is a number of seconds, not a date. */
const FIRST_EPOCH_SECOND = 1_000_000_000;

/**
 * How long to wait before try number `attempt` (from 1): doubling from 2 s with jitter, 30 s at
 * most; longer where the site asks for it, never shorter. Pure but for `random`.
 */
export function retryDelayMs(attempt: number, hintMs: number | undefined, random: number): number {
  const backoff = Math.min(MAX_MS, FIRST_MS * 2 ** (attempt - 1) * (0.7 + 0.6 * random));
  return Math.max(backoff, hintMs ?? 0);
}

/**
 * For how long the site asks not to be called, ms, an hour at most: Retry-After as seconds or as a
 * date, else X-RateLimit-Reset or RateLimit-Reset as a date, as seconds since 1970 or as seconds
 * from now, else the RateLimit of a used-up quota (assets-api: B.2). Undefined where it says
 * nothing that can be read, and where the time is over. Dates are held against the answer's own, if
 * it has one.
 */
export function hintedWaitMs({ headers }: HttpAnswer, nowMs: number): number | undefined {
  const theirNow = Date.parse(headers['date'] ?? '');
  const now = Number.isNaN(theirNow) ? nowMs : theirNow;
  const hints = [
    waitFrom(headers['retry-after'], now),
    waitFrom(headers['x-ratelimit-reset'], now),
    waitFrom(headers['ratelimit-reset'], now),
    waitFromQuota(headers['ratelimit']),
  ];
  const hint = hints.find((each) => each !== undefined);
  return hint === undefined ? undefined : Math.min(hint, LONGEST_HINT_MS);
}

function waitFrom(text: string | undefined, now: number): number | undefined {
  const asked = text?.trim() ?? '';
  const number = SECONDS.exec(asked)?.[1];
  const date = DATE.test(asked) ? Date.parse(asked) : NaN;
  const wait = number === undefined ? date - now : waitFromNumber(Number(number), now);
  return Number.isFinite(wait) && wait > 0 ? wait : undefined;
}

function waitFromNumber(number: number, now: number): number {
  if (number < FIRST_EPOCH_SECOND) return number * 1000;
  const epochMs = number < FIRST_EPOCH_SECOND * 1000 ? number * 1000 : number;
  return epochMs - now;
}

/** `"name";r=0;t=600`, several of them in any order: the longest of those that are used up. */
function waitFromQuota(text: string | undefined): number | undefined {
  const seconds = (text ?? '')
    .split(',')
    .filter((quota) => /;\s*r=0\b/.test(quota))
    .map((quota) => Number(/;\s*t=(\d+)/.exec(quota)?.[1] ?? 0));
  const longest = Math.max(0, ...seconds);
  return longest > 0 ? longest * 1000 : undefined;
}
