import type { Clock } from '../../../kernel/time/clock.ts';
import type { RestoreLine, RestoreRoute, RestoreStore } from '../../report/restore-line.ts';

const BATCH_SIZE = 200;
const MAX_WAIT_MS = 1_000;

/**
 * Collects lines of the report, which make up the id map, and saves them in batches: 200 at a time
 * or every second.
 */
export class LineWriter {
  readonly #store: RestoreStore;
  readonly #route: RestoreRoute;
  readonly #clock: Clock;
  #lines: RestoreLine[] = [];
  #since = 0;

  constructor(store: RestoreStore, route: RestoreRoute, clock: Clock) {
    this.#store = store;
    this.#route = route;
    this.#clock = clock;
  }

  /** @throws Unavailable when the database is gone */
  async add(line: RestoreLine): Promise<void> {
    if (this.#lines.length === 0) this.#since = this.#clock.monotonicMs();
    this.#lines.push(line);
    if (this.#lines.length >= BATCH_SIZE || this.#clock.monotonicMs() - this.#since >= MAX_WAIT_MS)
      await this.flush();
  }

  async flush(): Promise<void> {
    const lines = this.#lines;
    this.#lines = [];
    if (lines.length > 0) await this.#store.note(this.#route, lines);
  }
}
