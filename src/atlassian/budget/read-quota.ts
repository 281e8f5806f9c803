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

/** Undefined if the answer says nothing about it, as on Cloud, or nothing readable. */
export function readQuota({ headers }: Pick<HttpAnswer, 'headers'>): Quota | undefined {
  const seconds = numberIn(headers['x-ratelimit-interval-seconds']);
  const fillRate = numberIn(headers['x-ratelimit-fillrate']);
  const left = numberIn(headers['x-ratelimit-remaining']);
  if (!(seconds > 0 && fillRate > 0 && left >= 0)) return undefined;
  const asked = numberIn(headers['retry-after']);
  return {
    left,
    waitMs: (asked > 0 ? asked : seconds) * 1000,
    perMinute: Math.max(1, Math.floor((fillRate * 60) / seconds)),
  };
}

const numberIn = (text: string | undefined): number => (text?.trim() ? Number(text) : NaN);
