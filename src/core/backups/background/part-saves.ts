import type { Clock } from '../../kernel/clock.ts';
import type { JsonValue } from '../../kernel/json-value.ts';
import type { RecordWriter } from '../../storages/vault.ts';
import type { PartLease } from './part-kind.ts';

const CHECKPOINT_MS = 60_000;
/** The first one of a run that was interrupted before: it shows that it gets further. */
const FIRST_CHECKPOINT_MS = 5_000;

/** Writes checkpoints of a part between its pages. */
export class PartSaves {
  readonly #clock: Clock;
  readonly #lease: PartLease;
  readonly #writer: Pick<RecordWriter, 'checkpoint'>;
  readonly #facts: { accountId: string; baseId: string | null };
  #savedAt: number;
  #dueMs: number;

  constructor(
    clock: Clock,
    lease: PartLease,
    writer: Pick<RecordWriter, 'checkpoint'>,
    facts: { accountId: string; baseId: string | null },
  ) {
    this.#clock = clock;
    this.#lease = lease;
    this.#writer = writer;
    this.#facts = facts;
    this.#savedAt = clock.monotonicMs();
    this.#dueMs = lease.fence > 1 ? FIRST_CHECKPOINT_MS : CHECKPOINT_MS;
  }

  async save(state: () => JsonValue): Promise<void> {
    this.#lease.signal.throwIfAborted();
    if (this.#clock.monotonicMs() - this.#savedAt < this.#dueMs) return;
    const reached = structuredClone(state());
    const writer = await this.#writer.checkpoint();
    await this.#lease.checkpoint({ ...this.#facts, state: reached, writer });
    this.#dueMs = CHECKPOINT_MS;
    this.#savedAt = this.#clock.monotonicMs();
  }
}
