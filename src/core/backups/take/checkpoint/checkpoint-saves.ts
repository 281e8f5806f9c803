import type { Clock } from '../../../kernel/time/clock.ts';
import type { BackupWriter } from '../../../storages/records/backup-writer.ts';
import type { BackupCheckpoint, BackupLease } from '../../backup-kind.ts';

const CHECKPOINT_MS = 60_000;
/**
 * For the first checkpoint of a run that was interrupted before: it shows that the run makes
 * progress.
 */
const FIRST_CHECKPOINT_MS = 5_000;
const CHECKPOINT_OBJECTS = 50_000;

/** Writes checkpoints between pages. */
export class CheckpointSaves {
  readonly #clock: Clock;
  readonly #lease: BackupLease;
  readonly #writer: BackupWriter;
  readonly #facts: () => Omit<BackupCheckpoint, 'writer'>;
  #savedAt: number;
  #dueMs: number;
  #objects = 0;

  constructor(
    clock: Clock,
    lease: BackupLease,
    writer: BackupWriter,
    facts: () => Omit<BackupCheckpoint, 'writer'>,
  ) {
    this.#clock = clock;
    this.#lease = lease;
    this.#writer = writer;
    this.#facts = facts;
    this.#savedAt = clock.monotonicMs();
    this.#dueMs = lease.fence > 1 ? FIRST_CHECKPOINT_MS : CHECKPOINT_MS;
  }

  async afterPage(objects: number): Promise<void> {
    this.#objects += objects;
    const due =
      this.#objects >= CHECKPOINT_OBJECTS ||
      this.#clock.monotonicMs() - this.#savedAt >= this.#dueMs;
    if (!due) return;
    const checkpoint: BackupCheckpoint = {
      ...structuredClone(this.#facts()),
      writer: await this.#writer.checkpoint(),
    };
    await this.#lease.checkpoint(checkpoint);
    this.#objects = 0;
    this.#dueMs = CHECKPOINT_MS;
    this.#savedAt = this.#clock.monotonicMs();
  }
}
