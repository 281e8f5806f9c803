import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { CLOCK_TOLERANCE_MS, type Clock } from '../../core/kernel/time/clock.ts';
import { Damaged } from '../../core/kernel/errors.ts';
import { MAX_TAKEOVERS } from '../../core/runs/max-takeovers.ts';
import type { ClaimedRun, RunQueue } from '../../core/runs/run-lease.ts';
import type { Change, Filter } from '../collection.ts';
import type { TenantCollection } from '../tenant-collection.ts';
import { AbandonedRuns } from './abandoned-runs.ts';
import { CANDIDATE_FIELDS, isCancelled, isClaimable, type Candidate } from './candidate.ts';
import { endDamagedRun } from './end-damaged-run.ts';
import { MongoRunLease, type LeaseTimes } from './mongo-run-lease.ts';
import type { RunCodec } from './run-codec.ts';
import { openRuns, type RunDocument } from './run-document.ts';
import { RunTurns } from './run-turns.ts';

/** How often to look for runs that sleep for too long. */
const WAKE_MS = 30_000;
/** What a holder before these left in a storage goes with the backup, or with its tenant. */
const MAX_HOLDERS = 200;

/**
 * Claims runs by compare-and-set; takes over those whose heartbeat counter stood still for a whole
 * lease on this process's own clock.
 */
export class MongoRunQueue implements RunQueue {
  readonly #runs: TenantCollection<RunDocument>;
  readonly #codec: RunCodec;
  readonly #clock: Clock;
  readonly #times: LeaseTimes;
  readonly #share: number;
  readonly #turns: RunTurns;
  readonly #abandoned: AbandonedRuns;
  readonly #held = new Set<MongoRunLease>();
  #wokenMs: number;

  /** `share`: how many runs of one tenant this process holds at most. */
  constructor(
    connection: Connection,
    codec: RunCodec,
    clock: Clock,
    { share = Infinity, ...times }: LeaseTimes & { share?: number },
  ) {
    this.#runs = openRuns(connection);
    this.#codec = codec;
    this.#clock = clock;
    this.#times = times;
    this.#share = share;
    this.#turns = new RunTurns(this.#runs, clock);
    this.#abandoned = new AbandonedRuns(this.#runs, clock, times.leaseMs);
    this.#wokenMs = clock.monotonicMs();
  }

  async claim(kinds: readonly string[], { room } = { room: true }): Promise<ClaimedRun | null> {
    const isAnyQueued = await this.#isAnyQueued(kinds);
    if (isAnyQueued) await this.#wakeMisdated();
    return (
      (isAnyQueued ? await this.#takeCancelled(kinds) : null) ??
      (await this.#takeAbandoned(kinds, room)) ??
      (room && isAnyQueued ? await this.#takeQueued(kinds) : null)
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.#held].map((lease) => lease.shutDown()));
  }

  /**
   * Wakes what was put to sleep at a time that has not come yet: some clock has been set back
   * since, and it would sleep for longer than it was to.
   */
  async #wakeMisdated(): Promise<void> {
    const now = this.#clock.monotonicMs();
    if (now - this.#wokenMs < WAKE_MS) return;
    this.#wokenMs = now;
    const latest = new Date(this.#clock.now() + CLOCK_TOLERANCE_MS);
    const isMisdated = { state: 'queued', asleepAt: { $gt: latest } };
    const awake = { $unset: { notBefore: 1, asleepAt: 1 } };
    await this.#runs.everyTenant.updateMany(isMisdated, awake);
  }

  /** Most of the time nothing is queued: one question tells so. */
  async #isAnyQueued(kinds: readonly string[]): Promise<boolean> {
    const filter = { state: 'queued', kind: { $in: kinds } };
    const found = await this.#runs.everyTenant.find(filter, { select: { state: 1 }, limit: 1 });
    return found.length > 0;
  }

  /** Cancelled while they were queued, after they had begun: what they left is cleaned up. */
  async #takeCancelled(kinds: readonly string[]): Promise<ClaimedRun | null> {
    const filter = { state: 'queued', cancelRequested: true, kind: { $in: kinds } };
    const select = CANDIDATE_FIELDS;
    return this.#takeFirst(await this.#runs.everyTenant.find(filter, { select, limit: 1 }));
  }

  async #takeAbandoned(kinds: readonly string[], room: boolean): Promise<ClaimedRun | null> {
    const own = new Set([...this.#held].map(({ run }) => String(run.id)));
    const abandoned = await this.#abandoned.find(kinds, own);
    for (const candidate of await this.#claimable(abandoned)) {
      const mayGoOn = room && this.#mayGoOn(candidate);
      const takeovers = this.#abandoned.wasSilenced(candidate) ? 0 : 1;
      if (!mayGoOn && !hasOnlyToEnd(candidate, takeovers)) continue;
      const { fence, heartbeat } = candidate;
      const still = { state: 'running', fence, heartbeat };
      const lease = await this.#take(candidate, still, { takeovers });
      if (lease) return lease;
    }
    return null;
  }

  async #takeQueued(kinds: readonly string[]): Promise<ClaimedRun | null> {
    const lease = await this.#takeFirst(await this.#turns.next(kinds, this.#fullTenants()));
    if (lease) this.#turns.noteServed(lease.run.tenantId);
    return lease;
  }

  async #takeFirst(queued: readonly Candidate[]): Promise<ClaimedRun | null> {
    for (const candidate of await this.#claimable(queued)) {
      const lease = await this.#take(candidate, { state: 'queued', fence: candidate.fence });
      if (lease) return lease;
    }
    return null;
  }

  /**
   * Those that can be claimed. The others are ended: nobody could claim what is behind them in the
   * queue.
   */
  async #claimable(candidates: readonly Candidate[]): Promise<Candidate[]> {
    for (const candidate of candidates)
      if (!isClaimable(candidate)) await this.#endDamaged(candidate);
    return candidates.filter(isClaimable);
  }

  #endDamaged({ _id, tenantId }: Pick<Candidate, '_id' | 'tenantId'>): Promise<void> {
    return endDamagedRun(this.#runs.of(tenantId), _id, new Date(this.#clock.now()));
  }

  /** Tenants that have their share of this process. */
  #fullTenants(): string[] {
    const held = Map.groupBy(this.#held, ({ run }) => String(run.tenantId));
    return [...held].filter(([, leases]) => leases.length >= this.#share).map(([id]) => id);
  }

  /**
   * Runs whose holder has vanished are worked one at a time until they have got further: should one
   * of them end the process each time, it does not take the others along again and again.
   */
  #mayGoOn({ tenantId }: Candidate): boolean {
    const isDoubtful = [...this.#held].some(({ takeovers }) => takeovers > 0);
    return !isDoubtful && !this.#fullTenants().includes(String(tenantId));
  }

  async #take(
    candidate: Candidate,
    still: Filter,
    counted: Record<string, number> = {},
  ): Promise<ClaimedRun | null> {
    const claimedMs = this.#clock.monotonicMs();
    const document = await this.#claim(candidate, still, counted);
    if (!document) return null;
    this.#abandoned.forget(document._id);
    const lease = new MongoRunLease({
      runs: this.#runs.of(document.tenantId),
      codec: this.#codec,
      document,
      run: await this.#codec.readForWork(document),
      clock: this.#clock,
      claimedMs,
      times: this.#times,
      released: () => this.#held.delete(lease),
      silenced: () => this.#abandoned.noteSilenced(document),
    });
    this.#held.add(lease);
    return lease;
  }

  /** The random holder makes a lost answer readable: if it is there, the claim was ours. */
  async #claim(
    { _id, tenantId, startedAt = new Date() }: Candidate,
    still: Filter,
    counted: Record<string, number>,
  ): Promise<RunDocument | null> {
    const runs = this.#runs.of(tenantId);
    const holder = randomBytes(12).toString('hex');
    const change: Change = {
      $set: { state: 'running', holder, startedAt },
      $unset: { notBefore: 1, asleepAt: 1 },
      $inc: { fence: 1, heartbeat: 1, ...counted },
      $push: { holders: { $each: [holder], $slice: -MAX_HOLDERS } },
    };
    try {
      if (!(await runs.update({ _id, ...still }, change))) return null;
    } catch (error) {
      const claimed = await runs.findOne({ _id, holder }).catch(() => null);
      if (claimed) return claimed;
      throw error;
    }
    try {
      return await runs.findOne({ _id, holder });
    } catch (error) {
      if (!(error instanceof Damaged)) throw error;
      await this.#endDamaged({ _id, tenantId });
      return null;
    }
  }
}

/** It is claimed to be ended, not to be worked. `takeovers`: as how many this one counts. */
const hasOnlyToEnd = (candidate: Candidate, takeovers: number): boolean =>
  isCancelled(candidate) || (candidate.takeovers ?? 0) + takeovers >= MAX_TAKEOVERS;
