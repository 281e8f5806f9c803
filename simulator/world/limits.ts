import { HttpError } from '../http/http-error.ts';
import type { Settings } from './settings.ts';

/** What is counted: method and path of the endpoint, and whose key calls it. */
export interface LimitedCall {
  endpoint: string;
  key: string;
}

const ASSETS_ROOT = /\/jsm\/assets\/workspace\/:ws\/v1\/|\//;

/** `POST /jsm/assets/workspace/:ws/v1/object/aql` is called `POST object/aql`. */
export const endpointOf = (template: string): string => template.replace(ASSETS_ROOT, '');

/**
 * Fixed windows of a minute: so many requests of an API key to one endpoint, as Atlassian counts,
 * and so many in all where a switch says so.
 */
export class Limits {
  #startedAt = 0;
  #total = 0;
  readonly #counts = new Map<string, number>();

  /** @throws HttpError 429 */
  take(settings: Settings, call: LimitedCall, now: number): void {
    const limit = limitOf(settings, call.endpoint);
    if (settings.totalLimit === 0 && limit === Infinity) return;
    if (now - this.#startedAt >= settings.limitWindowMs) this.#startWindow(now);
    const counted = settings.limitScope === 'key' ? `${call.endpoint} ${call.key}` : call.endpoint;
    const count = this.#counts.get(counted) ?? 0;
    const hints = (): Record<string, string> =>
      hintsOf(settings, this.#startedAt + settings.limitWindowMs, now);
    if (settings.totalLimit > 0 && this.#total >= settings.totalLimit)
      throw new HttpError(429, ['Rate limit exceeded.'], {}, hints());
    if (count >= limit) throw HttpError.of(429, { message: sentenceOf(limit) }, hints());
    this.#total += 1;
    this.#counts.set(counted, count + 1);
  }

  #startWindow(now: number): void {
    this.#startedAt = now;
    this.#total = 0;
    this.#counts.clear();
  }
}

/** The lower one of what is said of the endpoint and of each endpoint. */
function limitOf({ endpointLimits, limitPerMinute }: Settings, endpoint: string): number {
  const limits = [endpointLimits[endpoint] ?? 0, limitPerMinute].filter((limit) => limit > 0);
  return Math.min(Infinity, ...limits);
}

/** As Atlassian's specification has it. */
const sentenceOf = (limit: number): string =>
  `Every API key is allowed to perform ${limit} requests per minute to this endpoint`;

/** What a 429 says of the moment from which on calls are answered again. */
export function hintsOf(
  { retryAfter, retryHint }: Settings,
  until: number,
  now: number,
): Record<string, string> {
  if (!retryAfter) return {};
  switch (retryHint) {
    case 'seconds':
      return { 'retry-after': String(Math.max(1, Math.ceil((until - now) / 1000))) };
    case 'date':
      return { 'retry-after': new Date(until).toUTCString() };
    case 'zero':
      return { 'retry-after': '0' };
    case 'empty':
      return { 'retry-after': '' };
    case 'reset':
      return {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': new Date(until).toISOString(),
      };
  }
}
