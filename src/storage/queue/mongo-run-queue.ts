import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import type { Clock } from '../../core/kernel/clock.ts';
import type { RunLease, RunQueue } from '../../core/runs/run-lease.ts';
import type { Filter } from '../collection.ts';
import type { TenantCollection } from '../tenant-collection.ts';
import { MongoRunLease, type LeaseTimes } from './mongo-run-lease.ts';
import type { RunCodec } from './run-codec.ts';
import { openRuns, type RunDocument } from './run-document.ts';

const MAX_CANDIDATES = 5;

/**
 * Claims runs by compare-and-set; takes over those whose heartbeat counter stood still for a whole
 * lease on this process's own clock.
 */
export class MongoRunQueue implements RunQueue {
  readonly #runs: TenantCollection<RunDocument>;
  readonly #codec: RunCodec;
  readonly #clock: Clock;
  readonly #times: LeaseTimes;
  readonly #held = new Set<MongoRunLease>();
  /**
   * Other holders' heartbeats: run → counter as last seen, and when on our clock it was seen to
   * change.
   */
  readonly #watched = new Map<string, { fence: number; heartbeat: number; sinceMs: number }>();

  constructor(connection: Connection, codec: RunCodec, clock: Clock, times: LeaseTimes) {
    this.#runs = openRuns(connection);
    this.#codec = codec;
    this.#clock = clock;
    this.#times = times;
  }

  async claim(kinds: readonly string[]): Promise<RunLease | null> {
    const queued = await this.#runs.everyTenant.find(
      { state: 'queued', kind: { $in: kinds } },
      { sort: { trigger: 1, queuedAt: 1 }, limit: MAX_CANDIDATES },
    );
    for (const candidate of queued) {
      const lease = await this.#take(candidate, { state: 'queued', fence: candidate.fence });
      if (lease) return lease;
    }
    for (const candidate of await this.#abandoned(kinds)) {
      const { fence, heartbeat } = candidate;
      const lease = await this.#take(candidate, { state: 'running', fence, heartbeat });
      if (lease) return lease;
    }
    return null;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#held].map((lease) => lease.shutDown()));
  }

  async #abandoned(kinds: readonly string[]): Promise<RunDocument[]> {
    const running = await this.#runs.everyTenant.find({ state: 'running', kind: { $in: kinds } });
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

  async #take(candidate: RunDocument, still: Filter): Promise<RunLease | null> {
    const document = await this.#claim(candidate, still);
    if (!document) return null;
    this.#watched.delete(document._id);
    const lease = new MongoRunLease({
      runs: this.#runs.of(document.tenantId),
      codec: this.#codec,
      document,
      run: await this.#codec.readForWork(document),
      clock: this.#clock,
      times: this.#times,
      released: () => this.#held.delete(lease),
    });
    this.#held.add(lease);
    return lease;
  }

  /** The random holder makes a lost answer readable: if it is there, the claim was ours. */
  async #claim(candidate: RunDocument, still: Filter): Promise<RunDocument | null> {
    const { _id, tenantId, startedAt = new Date() } = candidate;
    const runs = this.#runs.of(tenantId);
    const holder = randomBytes(12).toString('hex');
    const change = {
      $set: { state: 'running', holder, startedAt },
      $inc: { fence: 1, heartbeat: 1 },
    };
    try {
      return await runs.findOneAndUpdate({ _id, ...still }, change);
    } catch (error) {
      const claimed = await runs.findOne({ _id, holder }).catch(() => null);
      if (claimed) return claimed;
      throw error;
    }
  }
}
