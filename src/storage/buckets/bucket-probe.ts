import { CLOCK_TOLERANCE_MS, type Clock } from '../../core/kernel/time/clock.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { BucketAddress } from '../../core/storages/address/bucket-address.ts';
import type { StorageFindings } from '../../core/storages/storage-probe.ts';
import type { DatabaseGates } from '../gate/database-gate.ts';
import type { OwnStorage } from '../../core/storages/storage.ts';
import { originOf, type Marked } from '../recovery/marked.ts';
import type { RecoveryCopies } from '../recovery/recovery-copies.ts';
import type { Bucket } from './client/bucket.ts';
import { BucketManifests } from './contents/bucket-manifests.ts';
import { copiesInBucket } from './contents/copies-in-bucket.ts';
import type { BucketMarks } from './contents/bucket-marks.ts';
import { bucketFailureInField } from './client/explain-bucket-failure.ts';
import { openBucket } from './client/open-bucket.ts';
import { tryBucket } from './try-bucket.ts';

export interface BucketProbeParts {
  marks: BucketMarks;
  recovery: RecoveryCopies;
  gates: DatabaseGates;
  clock: Pick<Clock, 'now'>;
  /** How long one answer may take, ms. */
  timeoutMs?: number | undefined;
}

const TIMEOUT_MS = 8_000;
/** Somebody waits at a form: the answer comes soon. */
const ATTEMPTS = 2;
/** Reading manifests alone needs no records of packs. */
const NO_RECORDS = { find: async () => [] };

/** Tries buckets that administrators bring. */
export class BucketProbe {
  readonly #parts: BucketProbeParts;

  constructor(parts: BucketProbeParts) {
    this.#parts = parts;
  }

  /** @throws InvalidInput with a sentence beside the field to edit */
  check(
    tenantId: TenantId,
    address: BucketAddress,
    expected?: OwnStorage,
  ): Promise<StorageFindings> {
    return this.#with(address, async (bucket) => {
      const { lockDays } = address;
      const nowMs = () => this.#parts.clock.now();
      const warnings = await tryBucket(bucket, { tenantId, lockDays, nowMs });
      return {
        storageId: await this.#find(bucket, tenantId, expected),
        freeBytes: undefined, // buckets don't tell
        warnings: [...warnings, ...clockWarning(bucket.clockOffsetMs)],
      };
    });
  }

  /** Sets the mark. Repeatable. @throws InvalidInput */
  prepare(marked: Marked, address: BucketAddress): Promise<void> {
    const { marks, recovery } = this.#parts;
    return this.#with(address, async (bucket) => {
      await marks.set(bucket, marked);
      await recovery.write(copiesInBucket(bucket), marked);
    });
  }

  /** Reads from a bucket, over connections of its own. @throws InvalidInput */
  visit<T>(address: BucketAddress, work: (bucket: Bucket) => Promise<T>): Promise<T> {
    return this.#with(address, work);
  }

  /**
   * A bucket that another installation took over, or with backups that nobody lists, is left alone.
   * @throws InvalidInput where it does not answer
   */
  leave(marked: Marked, address: BucketAddress): Promise<boolean> {
    const { marks } = this.#parts;
    const origin = originOf(marked);
    return this.#with(address, async (bucket) => {
      await marks.forget(marked.storageId);
      if (!(await marks.isHeld(bucket, marked))) return false;
      if (!(await new BucketManifests(bucket, origin, NO_RECORDS).isEmpty())) return false;
      await copiesInBucket(bucket).remove(origin);
      await marks.remove(bucket, marked);
      return true;
    });
  }

  /** An attached storage is known by the mark of whoever made it. */
  async #find(
    bucket: Bucket,
    tenantId: TenantId,
    expected: OwnStorage | undefined,
  ): Promise<string | undefined> {
    const { marks } = this.#parts;
    if (!expected?.origin) return marks.storageIn(bucket, tenantId);
    const { id: storageId, origin } = expected;
    const isThere = await marks.isIn(bucket, { tenantId, storageId, origin });
    return isThere ? storageId : marks.storageIn(bucket, tenantId);
  }

  async #with<T>(address: BucketAddress, work: (bucket: Bucket) => Promise<T>): Promise<T> {
    const { gates, timeoutMs = TIMEOUT_MS } = this.#parts;
    let bucket: Bucket | undefined;
    try {
      bucket = openBucket(address, { gates, timeoutMs, attempts: ATTEMPTS });
      return await work(bucket);
    } catch (error) {
      throw bucketFailureInField(error, address.endpoint);
    } finally {
      bucket?.close();
    }
  }
}

function clockWarning(offsetMs: number): string[] {
  if (Math.abs(offsetMs) < CLOCK_TOLERANCE_MS) return [];
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  return [`The clock of this bucket is ${minutes} minutes ${offsetMs > 0 ? 'ahead' : 'behind'}.`];
}
