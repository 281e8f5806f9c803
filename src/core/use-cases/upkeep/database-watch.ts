import type { Clock } from '../../kernel/time/clock.ts';
import { Unavailable } from '../../kernel/errors.ts';
import type { Round } from '../../kernel/loops/work-through.ts';

export interface DatabaseWatchDeps {
  clock: Pick<Clock, 'now'>;
  /** A small write to each database of the service. @throws Unavailable */
  tryWrites(at: Date): Promise<void>;
}

/** What every page says while the service's databases take no writes. */
export interface DatabaseNotice {
  code: string;
  text: string;
}

const NOTICES: ReadonlyMap<string, string> = new Map([
  [
    'database-full',
    "This service's database is full: pages can be read, but nothing can be saved, and backups and restores wait. Contact whoever runs this service.",
  ],
  [
    'database-read-only',
    "This service's database isn't accepting changes: pages can be read, but nothing can be saved, and backups and restores wait. If this lasts, contact whoever runs this service.",
  ],
]);

/** Sees whether the service's databases take writes, as this server finds them. */
export class DatabaseWatch {
  readonly #deps: DatabaseWatchDeps;
  #notice: DatabaseNotice | undefined;

  constructor(deps: DatabaseWatchDeps) {
    this.#deps = deps;
  }

  /** Undefined while they do. */
  get notice(): DatabaseNotice | undefined {
    return this.#notice;
  }

  async round(): Promise<Round> {
    try {
      await this.#deps.tryWrites(new Date(this.#deps.clock.now()));
      this.#notice = undefined;
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      const text = NOTICES.get(error.code);
      // One that doesn't answer is said by whatever asks it.
      if (text !== undefined) this.#notice = { code: error.code, text };
    }
    return { done: 0, failed: [] };
  }
}
