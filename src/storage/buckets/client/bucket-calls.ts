import type { S3Client } from '@aws-sdk/client-s3';
import type { BucketAddress } from '../../../core/storages/address/bucket-address.ts';
import { readBucketFailure, statusOf } from './bucket-failure.ts';

/** What breaks a call off. */
interface CallLimit {
  abortSignal: AbortSignal;
}

export type Call<T> = (client: S3Client, limit: CallLimit) => Promise<T>;

/**
 * Calls about the objects of a bucket under a prefix, which is in no key here. Every call ends,
 * however slowly the service answers. @throws BucketFailure
 */
export class BucketCalls {
  readonly bucket: string;
  readonly #client: S3Client;
  readonly #prefix: string;
  readonly #limitMs: number;

  /**
   * `limitMs`: how long one call may take, its repetitions and the reading of its answer included.
   */
  constructor(
    client: S3Client,
    { bucket, prefix }: Pick<BucketAddress, 'bucket' | 'prefix'>,
    limitMs: number,
  ) {
    this.#client = client;
    this.#limitMs = limitMs;
    this.bucket = bucket;
    this.#prefix = prefix;
  }

  /** How far the clock of the service is ahead, ms; 0 where it is less than some minutes. */
  get clockOffsetMs(): number {
    return this.#client.config.systemClockOffset;
  }

  /** How the service names a key. */
  fullKey(key: string): string {
    return this.#prefix + key;
  }

  /** A key that the service named. */
  keyOf(fullKey: string): string {
    return fullKey.slice(this.#prefix.length);
  }

  /** What a command about one object begins with. */
  at(key: string) {
    return { Bucket: this.bucket, Key: this.fullKey(key) };
  }

  async send<T>(call: Call<T>): Promise<T> {
    try {
      return await this.within(call);
    } catch (error) {
      throw readBucketFailure(error);
    }
  }

  /** An answer without anything in it where there is no such object. */
  find<T extends object>(call: Call<T>): Promise<Partial<T>> {
    return this.within((client, limit) => orNothing(call(client, limit)));
  }

  /**
   * Breaks a call off that takes too long, with all that is read of its answer. @throws what the
   * client throws
   */
  async within<T>(call: Call<T>): Promise<T> {
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), this.#limitMs);
    try {
      return await call(this.#client, { abortSignal: ending.signal });
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#client.destroy();
  }
}

/** An answer without anything in it where there is no such object. @throws BucketFailure */
export async function orNothing<T extends object>(answer: Promise<T>): Promise<Partial<T>> {
  try {
    return await answer;
  } catch (error) {
    const { name } = error as { name?: string };
    if (statusOf(error) === 404 && name !== 'NoSuchBucket') return {};
    throw readBucketFailure(error);
  }
}
