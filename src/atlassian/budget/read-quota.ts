import { HOUR_MS } from '../../core/kernel/time/durations.ts';
import type { HttpAnswer } from '../http/http.ts';

/**
 * What each answer of a Data Center says to its account where an administrator limits requests
 * ("Adjusting your code for rate limiting", Jira): a bucket that gets a number of tokens every few
 * seconds, one of which each request takes.
 */
export interface Quota {
  /** Requests that would be answered right now. */
  left: number;
  /** Until there are more, ms. */
  waitMs: number;
  perMinute: number;
}

/** No site is waited for longer at a time. */
const LONGEST_WAIT_MS = HOUR_MS;

/** Undefined if the answer says nothing about it, as on Cloud, or nothing readable. */
export function readQuota({ headers }: Pick<HttpAnswer, 'headers'>): Quota | undefined {
  const seconds = numberIn(headers['x-ratelimit-interval-seconds']);
  const fillRate = numberIn(headers['x-ratelimit-fillrate']);
  const left = numberIn(headers['x-ratelimit-remaining']);
  if (!(seconds > 0 && fillRate > 0 && left >= 0)) return undefined;
  const asked = numberIn(headers['retry-after']);
  return {
    left,
    waitMs: Math.min((asked > 0 ? asked : seconds) * 1000, LONGEST_WAIT_MS),
    perMinute: Math.max(1, Math.floor((fillRate * 60) / seconds)),
  };
}

/** NaN for what is no number, or none that can be counted with. */
function numberIn(text: string | undefined): number {
  const number = text?.trim() ? Number(text) : NaN;
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : NaN;
}
