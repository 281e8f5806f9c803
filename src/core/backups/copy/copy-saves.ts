import type { Clock } from '../../kernel/time/clock.ts';
import type { RecordKey } from '../../storages/records/backup-record.ts';
import type { CopyWriter } from '../../storages/records/copy-source.ts';
import type { Backup } from '../backup.ts';
import type { CopyCheckpoint, CopyLease } from './copy-kind.ts';

const CHECKPOINT_MS = 60_000;
/**
 * For the first checkpoint of a run that was interrupted before: it shows that the run makes
 * progress.
 */
const FIRST_CHECKPOINT_MS = 5_000;

/** Writes checkpoints between batches. */
export class CopySaves {
  readonly #clock: Clock;
  readonly #lease: CopyLease;
  readonly #writer: CopyWriter;
  readonly #of: { state: CopyCheckpoint; base: Backup | undefined };
  #dueAtMs: number;

  constructor(
    clock: Clock,
    lease: CopyLease,
    writer: CopyWriter,
    of: { state: CopyCheckpoint; base: Backup | undefined },
  ) {
    this.#clock = clock;
    this.#lease = lease;
    this.#writer = writer;
    this.#of = of;
    const firstMs = lease.fence > 1 ? FIRST_CHECKPOINT_MS : CHECKPOINT_MS;
    this.#dueAtMs = clock.monotonicMs() + firstMs;
  }

  /** All records up to and including the key `after` have been copied. */
  async afterBatch(done: { after: RecordKey; records: number }): Promise<void> {
    if (this.#clock.monotonicMs() < this.#dueAtMs) return;
    const { state, base } = this.#of;
    const writer = await this.#writer.checkpoint();
    const inHand = { ...done, baseId: base?.id ?? null, writer };
    await this.#lease.checkpoint({ ...state, inHand });
    this.#dueAtMs = this.#clock.monotonicMs() + CHECKPOINT_MS;
  }
}
