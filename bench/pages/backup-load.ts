import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import { until, type AdminSession } from '../../scripts/admin-session.ts';
import { OPEN_STATES } from '../../src/core/runs/run.ts';

const LOOK_MS = 250;

/**
 * Backups of these schemas, each of which is asked for again as soon as it has ended. It looks at
 * the database by one small query: pages that ask how far a backup is would be a load of their own.
 */
export class BackupLoad {
  readonly #admin: AdminSession;
  readonly #database: Connection;
  readonly #ids: string[];
  readonly #stop = new AbortController();
  /** How many were in hand at each look. */
  #inHand: number[] = [];
  #loop: Promise<void> = Promise.resolve();

  constructor(admin: AdminSession, database: Connection, ids: string[]) {
    this.#admin = admin;
    this.#database = database;
    this.#ids = ids;
  }

  /** Resolves once all are in hand. @throws Error when they never are */
  async start(): Promise<void> {
    this.#loop = this.#run();
    const areAllInHand = (): boolean => this.#inHand.at(-1) === this.#ids.length;
    await until(`${this.#ids.length} backups in hand at once`, async () =>
      areAllInHand() ? true : undefined,
    );
    this.takeMean();
  }

  /** How many were in hand on average since this was asked the last time. */
  takeMean(): number {
    const looks = this.#inHand;
    this.#inHand = [];
    return looks.reduce((sum, count) => sum + count, 0) / looks.length;
  }

  /** Asks for no more; those that are in hand go on. @throws what made it end before */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const open = await this.#open();
      this.#inHand.push(open.size);
      // One whose run before has not let go of its schema yet is refused, and asked for again.
      const ended = this.#ids.filter((id) => !open.has(id));
      await Promise.all(ended.map((id) => this.#admin.post(`/app/schemas/${id}/backup`)));
      await delay(LOOK_MS);
    }
  }

  async #open(): Promise<Set<string>> {
    const runs = this.#database.collection<{ catalogId: string }>('runs');
    const isOpen = { state: { $in: [...OPEN_STATES] }, kind: 'backup' };
    const found = await runs.find(isOpen, { projection: { catalogId: 1 } }).toArray();
    return new Set(found.map(({ catalogId }) => catalogId).filter((id) => this.#ids.includes(id)));
  }
}
