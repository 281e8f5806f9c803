import { CLOCK_TOLERANCE_MS, type Clock } from '../../core/kernel/clock.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { BucketAddress } from '../../core/storages/bucket-address.ts';
import type { StorageFindings } from '../../core/storages/storage-probe.ts';
import type { DatabaseGates } from '../gate/database-gate.ts';
import type { Bucket } from './bucket.ts';
import type { BucketMarks } from './bucket-marks.ts';
import { bucketFailureInField } from './explain-bucket-failure.ts';
import { openBucket } from './open-bucket.ts';
import { tryBucket } from './try-bucket.ts';

export interface BucketProbeParts {
  marks: BucketMarks;
  gates: DatabaseGates;
  clock: Pick<Clock, 'now'>;
  /** How long one answer may take, ms. */
  timeoutMs?: number | undefined;
}

const TIMEOUT_MS = 8_000;
/** Whoever waits at a form is told soon. */
const ATTEMPTS = 2;

/** Tries buckets that administrators bring. */
export class BucketProbe {
  readonly #parts: BucketProbeParts;

  constructor(parts: BucketProbeParts) {
    this.#parts = parts;
  }

  /** @throws InvalidInput with a sentence beside the field to edit */
  check(tenantId: TenantId, address: BucketAddress): Promise<StorageFindings> {
    return this.#with(address, async (bucket) => {
      const { lockDays } = address;
      const nowMs = () => this.#parts.clock.now();
      const warnings = await tryBucket(bucket, { tenantId, lockDays, nowMs });
      return {
        storageId: await this.#parts.marks.storageIn(bucket, tenantId),
        freeBytes: undefined, // buckets don't tell
        warnings: [...warnings, ...clockWarning(bucket.clockOffsetMs)],
      };
    });
  }

  /** Sets the mark. Repeatable. @throws InvalidInput */
  prepare(tenantId: TenantId, storageId: string, address: BucketAddress): Promise<void> {
    return this.#with(address, (bucket) => this.#parts.marks.set(bucket, { tenantId, storageId }));
  }

  /** @throws InvalidInput where it does not answer */
  leave(tenantId: TenantId, storageId: string, address: BucketAddress): Promise<boolean> {
    const { marks } = this.#parts;
    return this.#with(address, async (bucket) => {
      await marks.forget(storageId);
      if ((await marks.storageIn(bucket, tenantId)) !== storageId) return false;
      await marks.remove(bucket, { tenantId, storageId });
      return true;
    });
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
