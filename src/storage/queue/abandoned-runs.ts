import type { Clock } from '../../core/kernel/time/clock.ts';
import type { TenantCollection } from '../tenant-collection.ts';
import { CANDIDATE_FIELDS, isClaimable, type Candidate } from './candidate.ts';
import type { RunDocument } from './run-document.ts';

/** A holder's heartbeat as last seen, and when on our clock it was seen to change. */
interface Watched {
  fence: number;
  heartbeat: number;
  sinceMs: number;
}

/**
 * Watches the heartbeats of other holders, on this process's own monotonic clock. Whoever is asked
 * for them again and again learns of one that stands still.
 */
export class AbandonedRuns {
  readonly #runs: TenantCollection<RunDocument>;
  readonly #clock: Clock;
  readonly #leaseMs: number;
  readonly #watched = new Map<string, Watched>();
  /** The fences of runs that this process let go of since the database was silent. */
  readonly #silenced = new Map<string, number>();

  constructor(runs: TenantCollection<RunDocument>, clock: Clock, leaseMs: number) {
    this.#runs = runs;
    this.#clock = clock;
    this.#leaseMs = leaseMs;
  }

  /**
   * Running ones whose heartbeat stood still for a whole lease, and those that nobody can claim;
   * the ones that were taken over least often come first. `own`: what this process holds.
   */
  async find(kinds: readonly string[], own: ReadonlySet<string>): Promise<Candidate[]> {
    const running: Candidate[] = await this.#runs.everyTenant.find(
      { state: 'running', kind: { $in: kinds } },
      { select: CANDIDATE_FIELDS },
    );
    const others = running.filter((run) => !own.has(run._id));
    const ids = new Set(others.map((run) => run._id));
    for (const known of [this.#watched, this.#silenced])
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
    return others
      .filter((run) => !isClaimable(run) || this.#standsStill(run))
      .sort((a, b) => (a.takeovers ?? 0) - (b.takeovers ?? 0));
  }

  forget(id: string): void {
    this.#watched.delete(id);
    this.#silenced.delete(id);
  }

  /** Its holder, which is this process, hasn't vanished. */
  noteSilenced({ _id, fence }: Pick<Candidate, '_id' | 'fence'>): void {
    this.#silenced.set(_id, fence);
  }

  /** Whether this process was the last one to hold it, and had to let go of it. */
  wasSilenced({ _id, fence }: Candidate): boolean {
    return this.#silenced.get(_id) === fence;
  }

  #standsStill({ _id, fence, heartbeat }: Candidate): boolean {
    const now = this.#clock.monotonicMs();
    const seen = this.#watched.get(_id);
    if (seen && seen.fence === fence && seen.heartbeat === heartbeat)
      return now - seen.sinceMs >= this.#leaseMs;
    this.#watched.set(_id, { fence, heartbeat, sinceMs: now });
    return false;
  }
}
