import type { Clock } from '../../kernel/time/clock.ts';
import type { JsonValue } from '../../kernel/json/json-value.ts';
import type { RecordWriter } from '../../storages/records/backup-writer.ts';
import type { PartLease } from './part-kind.ts';

const CHECKPOINT_MS = 60_000;
/**
 * For the first checkpoint of a run that was interrupted before: it shows that the run makes
 * progress.
 */
const FIRST_CHECKPOINT_MS = 5_000;
/** How often to check whether the backup is still wanted. */
const LOOK_MS = 5_000;

interface Saved {
  clock: Clock;
  lease: PartLease;
  writer: Pick<RecordWriter, 'checkpoint'>;
  /** The other facts of a checkpoint. */
  facts: () => { accountId: string; baseId: string | null; calls: number };
  /** @throws if the backup was deleted meanwhile, so that nothing more is read for it */
  assertWanted: () => Promise<void>;
}

/** Writes checkpoints of a part between its pages. */
export class PartSaves {
  readonly #saved: Saved;
  #savedAt: number;
  #lookedAt: number;
  #dueMs: number;
  /** How far the part has come since the last checkpoint. */
  #reached: (() => JsonValue) | undefined;

  constructor(saved: Saved) {
    this.#saved = saved;
    this.#savedAt = saved.clock.monotonicMs();
    this.#lookedAt = this.#savedAt;
    this.#dueMs = saved.lease.fence > 1 ? FIRST_CHECKPOINT_MS : CHECKPOINT_MS;
  }

  async save(state: () => JsonValue): Promise<void> {
    const { clock, lease, assertWanted } = this.#saved;
    lease.signal.throwIfAborted();
    this.#reached = state;
    if (clock.monotonicMs() - this.#lookedAt >= LOOK_MS) {
      await assertWanted();
      this.#lookedAt = clock.monotonicMs();
    }
    if (clock.monotonicMs() - this.#savedAt >= this.#dueMs) await this.saveNow();
  }

  /** Called before the run sleeps, so that its successor does nothing twice. */
  async saveNow(): Promise<void> {
    if (!this.#reached) return;
    const { clock, lease, writer, facts } = this.#saved;
    const state = structuredClone(this.#reached());
    await lease.checkpoint({ ...facts(), state, writer: await writer.checkpoint() });
    this.#reached = undefined;
    this.#dueMs = CHECKPOINT_MS;
    this.#savedAt = clock.monotonicMs();
  }
}
