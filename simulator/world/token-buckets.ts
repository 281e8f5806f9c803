import { HttpError } from '../http/http-error.ts';
import type { Settings } from './settings.ts';

interface Bucket {
  tokens: number;
  filledAt: number;
}

/**
 * Limits as an administrator of Data Center sets them: each account has a bucket that gets a number
 * of tokens every few seconds, and each of its requests takes one.
 */
export class TokenBuckets {
  readonly #buckets = new Map<string, Bucket>();

  /** What every answer to the account says; nothing where nothing is limited. */
  take(settings: Settings, key: string, now: number): Record<string, string> {
    if (settings.bucketSize === 0 || key === '') return {};
    const bucket = this.#filled(settings, key, now);
    const isEmpty = bucket.tokens === 0;
    if (!isEmpty) bucket.tokens -= 1;
    const headers = headersOf(settings, bucket, now);
    if (isEmpty) throw new HttpError(429, ['Rate limit exceeded.'], {}, headers);
    return headers;
  }

  #filled({ bucketSize, bucketFill, bucketSeconds }: Settings, key: string, now: number): Bucket {
    const bucket = this.#buckets.get(key) ?? { tokens: bucketSize, filledAt: now };
    this.#buckets.set(key, bucket);
    const intervals = Math.floor((now - bucket.filledAt) / (bucketSeconds * 1000));
    bucket.tokens = Math.min(bucketSize, bucket.tokens + intervals * bucketFill);
    bucket.filledAt += intervals * bucketSeconds * 1000;
    return bucket;
  }
}

function headersOf(
  { bucketSize, bucketFill, bucketSeconds }: Settings,
  { tokens, filledAt }: Bucket,
  now: number,
): Record<string, string> {
  const untilFilled = Math.ceil((filledAt + bucketSeconds * 1000 - now) / 1000);
  return {
    'x-ratelimit-limit': String(bucketSize),
    'x-ratelimit-remaining': String(tokens),
    'x-ratelimit-interval-seconds': String(bucketSeconds),
    'x-ratelimit-fillrate': String(bucketFill),
    'retry-after': tokens > 0 ? '0' : String(untilFilled),
  };
}
