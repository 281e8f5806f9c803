import { count } from '../../../core/kernel/counted.ts';
import { Refused } from '../../../core/kernel/errors.ts';

/** After this many bytes, usage is measured again: others of the tenant write as well. */
const MEASURED_EVERY = 16_000_000;

export interface TenantQuotaParts {
  /** How much the operator lets a tenant use. */
  limitBytes: number;
  /** What the tenant uses right now, in bytes. */
  measure: () => Promise<number>;
}

/**
 * How much a tenant may still write into the service's storage. What is refused is not written: the
 * run ends, and what it wrote is deleted, so that earlier backups stay as they are.
 */
export class TenantQuota {
  readonly #parts: TenantQuotaParts;
  #usedBytes: number | undefined;
  #sinceBytes = 0;

  constructor(parts: TenantQuotaParts) {
    this.#parts = parts;
  }

  /** To be called before this many bytes are written. @throws Refused `quota-full` */
  async take(bytes: number): Promise<void> {
    if (this.#usedBytes === undefined || this.#sinceBytes >= MEASURED_EVERY) await this.#measure();
    if (this.#isOver(bytes)) await this.#measure();
    if (this.#isOver(bytes)) throw quotaFull(this.#parts.limitBytes);
    this.#sinceBytes += bytes;
  }

  #isOver(bytes: number): boolean {
    return (this.#usedBytes ?? 0) + this.#sinceBytes + bytes > this.#parts.limitBytes;
  }

  async #measure(): Promise<void> {
    this.#usedBytes = await this.#parts.measure();
    this.#sinceBytes = 0;
  }
}

const MEGABYTE = 1_000_000;

const quotaFull = (limitBytes: number): Refused =>
  new Refused(
    'quota-full',
    `Your site may use ${count(Math.round(limitBytes / MEGABYTE))} MB of this service's storage, and there is no room left. Delete backups that you no longer need (those in the bin count until they are deleted for good), keep fewer of them (Retention…), or use a database of your own (Settings › Storage).`,
  );
