import { randomBytes } from 'node:crypto';
import type { Connection, Model } from 'mongoose';
import type { Clock } from '../../core/kernel/clock.ts';
import type { RunKind, RunLease, RunQueue } from '../../core/runs/run.ts';
import type { SecretBox } from '../sealing/secret-box.ts';
import { translated } from '../translate-errors.ts';
import { MongoRunLease, type LeaseTimes } from './mongo-run-lease.ts';
import { runModel, type RunDocument } from './run-document.ts';
import { SealedResults } from './sealed-results.ts';

const CANDIDATES = 5;

/** Claims runs by compare-and-set; takes over those whose heartbeat counter stood still for a whole lease on this process's own clock. */
export class MongoRunQueue implements RunQueue {
  readonly #model: Model<RunDocument>;
  readonly #results: SealedResults;
  readonly #clock: Clock;
  readonly #times: LeaseTimes;
  readonly #held = new Set<MongoRunLease>();
  /** Other holders' heartbeats: run → counter as last seen, and when on our clock it was seen to change. */
  readonly #watched = new Map<string, { fence: number; heartbeat: number; sinceMs: number }>();

  constructor(connection: Connection, secrets: SecretBox, clock: Clock, times: LeaseTimes) {
    this.#model = runModel(connection);
    this.#results = new SealedResults(secrets);
    this.#clock = clock;
    this.#times = times;
  }

  async claim(kinds: RunKind[]): Promise<RunLease | null> {
    const queued = await translated(() =>
      this.#model
        .find({ state: 'queued', kind: { $in: kinds } })
        .sort({ trigger: 1, queuedAt: 1 })
        .limit(CANDIDATES)
        .lean<RunDocument[]>()
        .exec(),
    );
    for (const candidate of queued) {
      const lease = await this.#take(candidate, { state: 'queued', fence: candidate.fence });
      if (lease) return lease;
    }
    for (const candidate of await this.#abandoned(kinds)) {
      const lease = await this.#take(candidate, {
        state: 'running',
        fence: candidate.fence,
        heartbeat: candidate.heartbeat,
      });
      if (lease) return lease;
    }
    return null;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#held].map((lease) => lease.shutDown()));
  }

  async #abandoned(kinds: RunKind[]): Promise<RunDocument[]> {
    const running = await translated(() =>
      this.#model
        .find({ state: 'running', kind: { $in: kinds } })
        .lean<RunDocument[]>()
        .exec(),
    );
    const now = this.#clock.monotonicMs();
    const held = new Set([...this.#held].map((lease) => String(lease.run.id)));
    const others = running.filter((run) => !held.has(run._id));
    for (const id of this.#watched.keys())
      if (!others.some((run) => run._id === id)) this.#watched.delete(id);
    return others.filter(({ _id, fence, heartbeat }) => {
      const seen = this.#watched.get(_id);
      if (seen && seen.fence === fence && seen.heartbeat === heartbeat)
        return now - seen.sinceMs >= this.#times.leaseMs;
      this.#watched.set(_id, { fence, heartbeat, sinceMs: now });
      return false;
    });
  }

  /** The random holder makes a lost answer readable: if it is there, the claim was ours. */
  async #take(candidate: RunDocument, still: Record<string, unknown>): Promise<RunLease | null> {
    const holder = randomBytes(12).toString('hex');
    const change = {
      $set: { state: 'running', holder, startedAt: candidate.startedAt ?? new Date() },
      $inc: { fence: 1, heartbeat: 1 },
    };
    const claimed = await translated(() =>
      this.#model
        .findOneAndUpdate({ _id: candidate._id, ...still }, change, { returnDocument: 'after' })
        .lean<RunDocument>()
        .exec(),
    ).catch(async (error: unknown) => {
      const now = await translated(() =>
        this.#model.findOne({ _id: candidate._id, holder }).lean<RunDocument>().exec(),
      ).catch(() => null);
      if (now) return now;
      throw error;
    });
    if (!claimed) return null;
    this.#watched.delete(candidate._id);
    const lease = new MongoRunLease({
      model: this.#model,
      results: this.#results,
      document: claimed,
      clock: this.#clock,
      times: this.#times,
      released: () => this.#held.delete(lease),
    });
    this.#held.add(lease);
    return lease;
  }
}
