import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  type ListObjectsV2CommandInput,
  type ListObjectsV2Output,
  type S3Client,
} from '@aws-sdk/client-s3';
import { setTimeout as delay } from 'node:timers/promises';
import type { BucketAddress } from '../../core/storages/bucket-address.ts';
import { readBucketFailure, statusOf } from './bucket-failure.ts';

export interface ListedObject {
  key: string;
  size: number;
  /** When it was put, by the clock of the service. */
  putAt: Date | undefined;
}

/** One version of an object; without a `versionId` the only one. */
export interface ObjectVersion {
  key: string;
  versionId?: string | undefined;
}

export interface ObjectFacts {
  versionId: string | undefined;
  /** Until then nobody can delete it. */
  lockedUntil: Date | undefined;
}

export interface PutResult {
  /** False if an object with this key exists: it stays as it is. */
  isNew: boolean;
  /** Where the bucket keeps versions, of the one that was put. */
  versionId?: string | undefined;
}

/** How often to repeat a write that met another one with the same key. */
const CONFLICT_TRIES = 5;
const CONFLICT_MS = 200;
/** How often to read an object whose bytes break off. */
const READ_TRIES = 3;

/** What breaks a call off. */
interface CallLimit {
  abortSignal: AbortSignal;
}

/** The bytes of an object didn't come to an end. */
class BrokenOff {
  readonly cause: unknown;

  constructor(cause: unknown) {
    this.cause = cause;
  }
}

/**
 * The objects of a bucket under a prefix, which is in no key here. Objects are put once and never
 * written over. Every call ends, however slowly the service answers. @throws BucketFailure
 */
export class Bucket {
  readonly #client: S3Client;
  readonly #name: string;
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
    this.#name = bucket;
    this.#prefix = prefix;
  }

  /** How far the clock of the service is ahead, ms; 0 where it is less than some minutes. */
  get clockOffsetMs(): number {
    return this.#client.config.systemClockOffset;
  }

  /** Stores an object, with a checksum, unless one with its key exists. */
  async putNew(key: string, body: Buffer): Promise<PutResult> {
    const command = new PutObjectCommand({
      ...this.#at(key),
      Body: body,
      ContentLength: body.length,
      IfNoneMatch: '*',
      ChecksumAlgorithm: 'CRC32',
    });
    for (let tries = 1; ; tries += 1) {
      try {
        const { VersionId } = await this.#within((limit) => this.#client.send(command, limit));
        return { isNew: true, versionId: VersionId };
      } catch (error) {
        const status = statusOf(error);
        if (status === 412 && !(await this.#wasDeleted(key))) return { isNew: false };
        // Somebody else is writing the same key, or just did; or a deleted one is out of the way.
        const isRepeated = status === 409 || status === 412;
        if (!isRepeated || tries === CONFLICT_TRIES) throw readBucketFailure(error);
        await delay(CONFLICT_MS * tries);
      }
    }
  }

  /**
   * Whether a key has only deleted versions, which are then removed. Amazon still lets you put an
   * object there; other services (versitygw) take the deletion marker for an object.
   */
  async #wasDeleted(key: string): Promise<boolean> {
    if (await this.head(key)) return false;
    for await (const version of this.versions(key))
      if (version.key === key) await this.remove(version);
    return true;
  }

  /** `checked`: the service's own checksum is compared as well. */
  async read(key: string, { checked = false } = {}): Promise<Buffer | undefined> {
    const mode = checked ? ({ ChecksumMode: 'ENABLED' } as const) : {};
    const command = new GetObjectCommand({ ...this.#at(key), ...mode });
    for (let tries = 1; ; tries += 1) {
      const read = await this.#within((limit) => this.#readOnce(command, limit));
      if (!(read instanceof BrokenOff)) return read;
      if (tries === READ_TRIES) throw readBucketFailure(read.cause);
    }
  }

  async #readOnce(
    command: GetObjectCommand,
    limit: CallLimit,
  ): Promise<Buffer | BrokenOff | undefined> {
    const { Body } = await orNothing(this.#client.send(command, limit));
    try {
      return Body && Buffer.from(await Body.transformToByteArray());
    } catch (error) {
      return new BrokenOff(error);
    }
  }

  /** In the order of their keys; those that come behind `after`. */
  async *list(prefix: string, after?: string): AsyncGenerator<ListedObject> {
    const from = after === undefined ? {} : { StartAfter: this.#prefix + after };
    for await (const { Contents = [] } of this.#pages({ Prefix: this.#prefix + prefix, ...from }))
      for (const { Key = '', Size = 0, LastModified } of Contents)
        yield { key: Key.slice(this.#prefix.length), size: Size, putAt: LastModified };
  }

  /** What follows a prefix up to the next slash, of all keys that have one there. */
  async *folders(prefix: string): AsyncGenerator<string> {
    const asked = { Prefix: this.#prefix + prefix, Delimiter: '/' };
    for await (const { CommonPrefixes = [] } of this.#pages(asked))
      for (const { Prefix = '' } of CommonPrefixes) yield Prefix.slice(this.#prefix.length);
  }

  /** Every version and delete marker, where the service knows versions; else the objects. */
  async *versions(prefix: string): AsyncGenerator<ObjectVersion> {
    let next: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
    while (next) {
      const command: ListObjectVersionsCommand = new ListObjectVersionsCommand({
        Bucket: this.#name,
        Prefix: this.#prefix + prefix,
        ...next,
      });
      const answer = await this.#send((limit) => this.#client.send(command, limit));
      for (const each of [...(answer.Versions ?? []), ...(answer.DeleteMarkers ?? [])])
        yield {
          key: (each.Key ?? '').slice(this.#prefix.length),
          versionId: each.VersionId === 'null' ? undefined : each.VersionId,
        };
      next = answer.IsTruncated
        ? {
            ...(answer.NextKeyMarker ? { KeyMarker: answer.NextKeyMarker } : {}),
            ...(answer.NextVersionIdMarker ? { VersionIdMarker: answer.NextVersionIdMarker } : {}),
          }
        : undefined;
    }
  }

  async head(key: string): Promise<ObjectFacts | undefined> {
    const command = new HeadObjectCommand(this.#at(key));
    const found = await this.#found((limit) => this.#client.send(command, limit));
    if (!found.$metadata) return undefined;
    return { versionId: found.VersionId, lockedUntil: found.ObjectLockRetainUntilDate };
  }

  /**
   * Whether it is gone for good: false where the bucket keeps versions and none was named.
   * Repeatable. @throws BucketFailure `denied`, also of what is locked
   */
  async remove({ key, versionId }: ObjectVersion): Promise<boolean> {
    const version = versionId === undefined ? {} : { VersionId: versionId };
    const command = new DeleteObjectCommand({ ...this.#at(key), ...version });
    const { DeleteMarker } = await this.#found((limit) => this.#client.send(command, limit));
    return versionId !== undefined || DeleteMarker !== true;
  }

  /** From now on nobody can delete this version before `until`. A lock is never shortened. */
  async lock({ key, versionId }: ObjectVersion, until: Date): Promise<void> {
    const command = new PutObjectRetentionCommand({
      ...this.#at(key),
      ...(versionId === undefined ? {} : { VersionId: versionId }),
      Retention: { Mode: 'COMPLIANCE', RetainUntilDate: until },
    });
    await this.#send((limit) => this.#client.send(command, limit));
  }

  /** What the bucket was made for. */
  async askLocking(): Promise<{ isOn: boolean; locksEverything: boolean }> {
    const command = new GetObjectLockConfigurationCommand({ Bucket: this.#name });
    try {
      const { ObjectLockConfiguration: found } = await this.#within((limit) =>
        this.#client.send(command, limit),
      );
      return {
        isOn: found?.ObjectLockEnabled === 'Enabled',
        locksEverything: found?.Rule?.DefaultRetention !== undefined,
      };
    } catch (error) {
      const failure = readBucketFailure(error);
      // What a bucket without it answers, and a service that does not know it.
      if ([400, 404, 405, 501].includes(failure.status ?? 0))
        return { isOn: false, locksEverything: false };
      throw failure;
    }
  }

  /** Whether deleted objects stay there as versions. */
  async keepsVersions(): Promise<boolean> {
    const command = new GetBucketVersioningCommand({ Bucket: this.#name });
    try {
      const { Status } = await this.#within((limit) => this.#client.send(command, limit));
      return Status !== undefined;
    } catch (error) {
      const failure = readBucketFailure(error);
      if ([400, 403, 404, 405, 501].includes(failure.status ?? 0)) return false;
      throw failure;
    }
  }

  close(): void {
    this.#client.destroy();
  }

  async *#pages(asked: Partial<ListObjectsV2CommandInput>): AsyncGenerator<ListObjectsV2Output> {
    let token: string | undefined;
    do {
      const page = token === undefined ? {} : { ContinuationToken: token };
      const command = new ListObjectsV2Command({ Bucket: this.#name, ...asked, ...page });
      const answer = await this.#send((limit) => this.#client.send(command, limit));
      yield answer;
      token = answer.IsTruncated ? answer.NextContinuationToken : undefined;
    } while (token !== undefined);
  }

  #at(key: string) {
    return { Bucket: this.#name, Key: this.#prefix + key };
  }

  async #send<T>(call: (limit: CallLimit) => Promise<T>): Promise<T> {
    try {
      return await this.#within(call);
    } catch (error) {
      throw readBucketFailure(error);
    }
  }

  #found<T extends object>(call: (limit: CallLimit) => Promise<T>): Promise<Partial<T>> {
    return this.#within((limit) => orNothing(call(limit)));
  }

  /** Breaks a call off that takes too long, with all that is read of its answer. */
  async #within<T>(call: (limit: CallLimit) => Promise<T>): Promise<T> {
    const ending = new AbortController();
    const timer = setTimeout(() => ending.abort(), this.#limitMs);
    try {
      return await call({ abortSignal: ending.signal });
    } finally {
      clearTimeout(timer);
    }
  }
}

/** An answer without anything in it where there is no such object. @throws BucketFailure */
async function orNothing<T extends object>(answer: Promise<T>): Promise<Partial<T>> {
  try {
    return await answer;
  } catch (error) {
    const { name } = error as { name?: string };
    if (statusOf(error) === 404 && name !== 'NoSuchBucket') return {};
    throw readBucketFailure(error);
  }
}
