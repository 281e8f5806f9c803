/**
 * Brings the service database to the layout of this version before anything else reads it. Each
 * layout has a number: that of the steps which led to it. One replica at a time migrates, the
 * others wait. The lease on it is a counter that the holder keeps moving: one that stood still for
 * a whole lease, on the clock of whoever looks at it, is taken over. Steps may be repeated and may
 * run side by side, so that a holder which wakes late does no harm.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Collection, Connection } from 'mongoose';
import { Refused } from '../../core/kernel/errors.ts';
import { isDuplicate, translated } from '../translate-error.ts';

/** One change of the layout. */
export interface MigrationStep {
  /** What it does, for the log. */
  name: string;
  /**
   * May be killed between any two writes and run again, also side by side with itself. Loses
   * nothing on the way. @throws Unavailable where the database does not answer: it is waited for
   */
  run(): Promise<void>;
}

export interface MigrationOptions {
  /** A holder whose counter stood still this long is taken over, ms. */
  leaseMs: number;
  onStep?: ((name: string) => void) | undefined;
  /** Called once where another holder has to be waited for, which may be one that has ended. */
  onWait?: (() => void) | undefined;
}

/** `layout`: how many steps are done. `beats` grows while `holder` works. */
interface LayoutDocument {
  _id: string;
  layout: number;
  beats: number;
  holder?: string | null;
}

const ID = 'layout';
const BEATS_A_LEASE = 5;
/** How often whoever waits looks at least. */
const LOOK_MS = 500;

/**
 * @throws Refused `newer-database` when a newer version has migrated it already; Unavailable; what
 * a step throws
 */
export async function migrateDatabase(
  database: Connection,
  steps: readonly MigrationStep[],
  options: MigrationOptions,
): Promise<void> {
  const layouts = database.collection<LayoutDocument>('meta');
  await insertFirst(layouts);
  const lease = new MigrationLease(layouts, options.leaseMs);
  let isWaiting = false;
  for (;;) {
    const layout = await lease.read();
    refuseNewer(layout, steps);
    const step = steps[layout];
    if (!step) return;
    const isMine = await lease.take(layout);
    if (!isMine) {
      if (!isWaiting) options.onWait?.();
      isWaiting = true;
      await delay(Math.min(options.leaseMs / BEATS_A_LEASE, LOOK_MS));
      continue;
    }
    options.onStep?.(step.name);
    await lease.hold(() => step.run());
    await lease.finish(layout);
  }
}

/**
 * To be asked before anything is written, indexes included.
 * @throws Refused `newer-database` when a newer version has migrated it already; Unavailable
 */
export async function refuseNewerDatabase(
  database: Connection,
  steps: readonly MigrationStep[],
): Promise<void> {
  const layouts = database.collection<LayoutDocument>('meta');
  const document = await translated(() => layouts.findOne({ _id: ID }));
  if (document) refuseNewer(document.layout, steps);
}

function refuseNewer(layout: number, steps: readonly MigrationStep[]): void {
  if (layout > steps.length)
    throw new Refused('newer-database', newerDatabase(layout, steps.length));
}

const newerDatabase = (layout: number, known: number): string =>
  'The database was migrated by a newer version of this service ' +
  `(its layout is ${layout}, this version knows up to ${known}). ` +
  'Start the newer version, or restore the database from a copy of before the update.';

async function insertFirst(layouts: Collection<LayoutDocument>): Promise<void> {
  try {
    await translated(() =>
      layouts.updateOne({ _id: ID }, { $setOnInsert: { layout: 0, beats: 0 } }, { upsert: true }),
    );
  } catch (error) {
    if (!isDuplicate(error)) throw error; // another replica was first
  }
}

/** Of any other number, one more is not always a higher one. */
const MAX_COUNT = 2 ** 50;
const isCount = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MAX_COUNT;

/** The right to migrate, as one process sees it. */
class MigrationLease {
  readonly #layouts: Collection<LayoutDocument>;
  readonly #leaseMs: number;
  readonly #me = randomBytes(12).toString('hex');
  #seen = { beats: -1, sinceMs: 0 };

  constructor(layouts: Collection<LayoutDocument>, leaseMs: number) {
    this.#layouts = layouts;
    this.#leaseMs = leaseMs;
  }

  /**
   * How many steps are done. If that was changed in the database, they are all done again, and a
   * lease that nobody could take is free.
   */
  async read(): Promise<number> {
    const { _id, layout, beats, ...rest } = await this.#find();
    const isOdd = !isCount(layout) || !isCount(beats);
    if (!isOdd) return layout;
    const counts = { layout: isCount(layout) ? layout : 0, beats: isCount(beats) ? beats : 0 };
    await translated(() =>
      this.#layouts.replaceOne({ _id, layout, beats }, { ...rest, ...counts }),
    );
    return counts.layout;
  }

  async #find(): Promise<LayoutDocument> {
    const document = await translated(() => this.#layouts.findOne({ _id: ID }));
    if (!document) throw new Error('The document with the layout of the database was removed.');
    return document;
  }

  /** By compare-and-set; false while somebody else is at it, or has done it. */
  async take(layout: number): Promise<boolean> {
    const { beats, holder } = await this.#find();
    const now = performance.now();
    if (beats !== this.#seen.beats) this.#seen = { beats, sinceMs: now };
    const isFree = !holder || holder === this.#me || now - this.#seen.sinceMs >= this.#leaseMs;
    if (!isFree) return false;
    const taken = await translated(() =>
      this.#layouts.updateOne(
        { _id: ID, layout, beats },
        { $set: { holder: this.#me }, $inc: { beats: 1 } },
      ),
    );
    return taken.matchedCount === 1;
  }

  /**
   * Keeps the counter moving while the work lasts. A beat that fails is followed by the next one.
   */
  async hold(work: () => Promise<void>): Promise<void> {
    const mine = { _id: ID, holder: this.#me };
    const beat = () => this.#layouts.updateOne(mine, { $inc: { beats: 1 } }).catch(() => undefined);
    const beating = setInterval(() => void beat(), this.#leaseMs / BEATS_A_LEASE);
    try {
      await work();
    } finally {
      clearInterval(beating);
    }
  }

  /**
   * The step is done. Whoever lost the lease meanwhile changes nothing: another holder repeats the
   * step.
   */
  async finish(layout: number): Promise<void> {
    await translated(() =>
      this.#layouts.updateOne(
        { _id: ID, layout, holder: this.#me },
        { $set: { layout: layout + 1, holder: null }, $inc: { beats: 1 } },
      ),
    );
  }
}
