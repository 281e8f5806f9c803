import {
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  type DefaultRetention,
  type GetObjectCommandOutput,
} from '@aws-sdk/client-s3';
import { setTimeout as delay } from 'node:timers/promises';
import { DAY_MS } from '../../../core/kernel/time/durations.ts';
import { orNothing, type Call } from './bucket-calls.ts';
import { BucketFailure, readBucketFailure, statusOf } from './bucket-failure.ts';
import { BucketLists, type ObjectVersion } from './bucket-lists.ts';

export interface ObjectFacts {
  versionId: string | undefined;
  /** By the clock of the service. */
  putAt: Date | undefined;
  /** Until then nobody can delete it. */
  lockedUntil: Date | undefined;
}

export interface BucketLocking {
  isOn: boolean;
  /** For how long the bucket locks every object that is put, ms; 0: it locks none by itself. */
  defaultMs: number;
}

export const NO_LOCKING: BucketLocking = { isOn: false, defaultMs: 0 };

export interface PutResult {
  /** False if an object with this key exists: it stays as it is. */
  isNew: boolean;
  /** Where the bucket keeps versions, of the one that was put. */
  versionId?: string | undefined;
}

/** The longest one there is: what is locked is never taken for free too early. */
const YEAR_MS = 366 * DAY_MS;
/** What a bucket without something answers, and a service that doesn't know it. */
const NOT_KNOWN = [400, 404, 405, 501];
const FORBIDDEN = 403;
/** How often to repeat a write that met another one with the same key. */
const CONFLICT_TRIES = 5;
const CONFLICT_MS = 200;
/** How often to read an object whose bytes break off. */
const READ_TRIES = 3;

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
export class Bucket extends BucketLists {
  /** How far the clock of the service is ahead, ms; 0 where it is less than some minutes. */
  get clockOffsetMs(): number {
    return this.calls.clockOffsetMs;
  }

  /** Stores an object, with a checksum, unless one with its key exists. */
  async putNew(key: string, body: Buffer): Promise<PutResult> {
    const command = new PutObjectCommand({
      ...this.calls.at(key),
      Body: body,
      ContentLength: body.length,
      IfNoneMatch: '*',
      ChecksumAlgorithm: 'CRC32',
    });
    for (let tries = 1; ; tries += 1) {
      try {
        const { VersionId } = await this.calls.within((client, limit) =>
          client.send(command, limit),
        );
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
    if (await this.head({ key })) return false;
    for await (const version of this.versions(key))
      if (version.key === key) await this.remove(version);
    return true;
  }

  /** `checked`: the service's own checksum is compared as well. */
  async read(key: string, { checked = false } = {}): Promise<Buffer | undefined> {
    const mode = checked ? ({ ChecksumMode: 'ENABLED' } as const) : {};
    const command = new GetObjectCommand({ ...this.calls.at(key), ...mode });
    for (let tries = 1; ; tries += 1) {
      const read = await this.calls.within((client, limit) =>
        readOnce(client.send(command, limit)),
      );
      if (!(read instanceof BrokenOff)) return read;
      if (tries === READ_TRIES) throw readBucketFailure(read.cause);
    }
  }

  async head(version: ObjectVersion): Promise<ObjectFacts | undefined> {
    const command = new HeadObjectCommand(this.#at(version));
    const found = await this.calls.find((client, limit) => client.send(command, limit));
    if (!found.$metadata) return undefined;
    return {
      versionId: found.VersionId,
      putAt: found.LastModified,
      lockedUntil: found.ObjectLockRetainUntilDate,
    };
  }

  /**
   * Until when nobody can delete a version, as far as the service says so. Amazon says it of every
   * version that is asked for; versitygw only of the current one, and never where the lock is what
   * the bucket gives all objects.
   */
  async lockedUntil(version: ObjectVersion): Promise<Date | undefined> {
    // Only one behind a marker has to be named, which takes a right of its own.
    const current = await this.head({ key: version.key });
    const facts = current ?? (version.versionId ? await this.head(version) : undefined);
    if (!facts || facts.lockedUntil) return facts?.lockedUntil;
    const { isOn, defaultMs } = (await unlessDenied(this.askLocking())) ?? NO_LOCKING;
    if (!isOn) return undefined;
    const byDefault =
      facts.putAt && defaultMs > 0 ? new Date(facts.putAt.getTime() + defaultMs) : undefined;
    return (await this.#retentionOf(version)) ?? byDefault;
  }

  /**
   * Whether it is gone for good: false where the bucket keeps versions and none was named.
   * Repeatable. @throws BucketFailure `denied`, also of what is locked
   */
  async remove(version: ObjectVersion): Promise<boolean> {
    const command = new DeleteObjectCommand(this.#at(version));
    const { DeleteMarker } = await this.calls.find((client, limit) => client.send(command, limit));
    return version.versionId !== undefined || DeleteMarker !== true;
  }

  /**
   * From now on nobody can delete this version before `until`. A lock is never shortened: returned
   * is when the one ends that is there now.
   */
  async lock(version: ObjectVersion, until: Date): Promise<Date> {
    const command = new PutObjectRetentionCommand({
      ...this.#at(version),
      Retention: { Mode: 'COMPLIANCE', RetainUntilDate: until },
    });
    try {
      await this.calls.send((client, limit) => client.send(command, limit));
      return until;
    } catch (error) {
      const failure = readBucketFailure(error);
      if (failure.fault !== 'denied') throw failure;
      const lockedUntil = await this.lockedUntil({ key: version.key });
      if (!lockedUntil || lockedUntil < until) throw failure;
      return lockedUntil;
    }
  }

  /** What the bucket was made for; none where the service doesn't know locks. */
  async askLocking(): Promise<BucketLocking> {
    const command = new GetObjectLockConfigurationCommand({ Bucket: this.calls.bucket });
    const found = await this.#askUnless(NOT_KNOWN, (client, limit) => client.send(command, limit));
    const configuration = found?.ObjectLockConfiguration;
    return {
      isOn: configuration?.ObjectLockEnabled === 'Enabled',
      defaultMs: durationOf(configuration?.Rule?.DefaultRetention),
    };
  }

  /** Whether deleted objects stay there as versions. */
  async keepsVersions(): Promise<boolean> {
    const command = new GetBucketVersioningCommand({ Bucket: this.calls.bucket });
    const unless = [...NOT_KNOWN, FORBIDDEN];
    const found = await this.#askUnless(unless, (client, limit) => client.send(command, limit));
    return found?.Status !== undefined;
  }

  close(): void {
    this.calls.close();
  }

  /** Undefined where it has none, or the key may not ask. */
  async #retentionOf(version: ObjectVersion): Promise<Date | undefined> {
    const command = new GetObjectRetentionCommand(this.#at(version));
    const asked = this.#askUnless(NOT_KNOWN, (client, limit) => client.send(command, limit));
    return (await unlessDenied(asked))?.Retention?.RetainUntilDate;
  }

  /** Undefined where the answer has one of these statuses. @throws BucketFailure */
  async #askUnless<T>(statuses: readonly number[], call: Call<T>): Promise<T | undefined> {
    try {
      return await this.calls.within(call);
    } catch (error) {
      const failure = readBucketFailure(error);
      if (statuses.includes(failure.status ?? 0)) return undefined;
      throw failure;
    }
  }

  /** How a call names one version, or, without an id, what is there. */
  #at({ key, versionId }: ObjectVersion) {
    const place = this.calls.at(key);
    return versionId === undefined ? place : { ...place, VersionId: versionId };
  }
}

async function unlessDenied<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof BucketFailure && error.fault === 'denied') return undefined;
    throw error;
  }
}

const durationOf = ({ Days = 0, Years = 0 }: DefaultRetention = {}): number =>
  Days * DAY_MS + Years * YEAR_MS;

async function readOnce(
  answer: Promise<GetObjectCommandOutput>,
): Promise<Buffer | BrokenOff | undefined> {
  const { Body } = await orNothing(answer);
  try {
    return Body && Buffer.from(await Body.transformToByteArray());
  } catch (error) {
    return new BrokenOff(error);
  }
}
