import { CLOCK_TOLERANCE_MS, type Clock } from '../../core/kernel/clock.ts';
import type { Filter } from '../collection.ts';
import type { TenantCollection } from '../tenant-collection.ts';
import { CANDIDATE_FIELDS, type Candidate } from './candidate.ts';
import type { RunDocument } from './run-document.ts';

const MAX_CANDIDATES = 5;
/** What is scheduled counts like what a person asked for when it has waited this long. */
const AGED_MS = 600_000;
/** No run sleeps longer: what says so was written by a clock that was wrong. */
const LONGEST_SLEEP_MS = 7_200_000;

/**
 * Whose turn it is among queued runs: tenants take turns in the order of their ids, so that none
 * waits for more than one run of each other tenant, however many runs these have queued.
 */
export class RunTurns {
  readonly #runs: TenantCollection<RunDocument>;
  readonly #clock: Clock;
  #last = '';

  constructor(runs: TenantCollection<RunDocument>, clock: Clock) {
    this.#runs = runs;
    this.#clock = clock;
  }

  /**
   * Runs to be claimed next, in this order; none when there is none. `full`: tenants that have
   * their share.
   */
  async next(kinds: readonly string[], full: readonly string[]): Promise<Candidate[]> {
    const now = this.#clock.now();
    const isAwake = {
      $or: [
        { notBefore: { $exists: false } },
        { notBefore: { $lte: new Date(now) } },
        { notBefore: { $gt: new Date(now + LONGEST_SLEEP_MS) } },
      ],
    };
    const aged = { queuedAt: { $lte: new Date(now - AGED_MS) } };
    // Dated by a clock that was wrong: nobody knows for how long it has waited.
    const ahead = { queuedAt: { $gt: new Date(now + CLOCK_TOLERANCE_MS) } };
    const isPressing = { $or: [{ trigger: 'manual' }, aged, ahead] };
    const queued: Filter = { state: 'queued', kind: { $in: kinds } };
    return (
      (await this.#inTurn({ ...queued, $and: [isAwake, isPressing] }, full)) ??
      (await this.#inTurn({ ...queued, $and: [isAwake] }, full)) ??
      []
    );
  }

  /** To be called when a run of this tenant was claimed. */
  served(tenantId: string): void {
    this.#last = tenantId;
  }

  /** Those of the tenants that come after the one served last, else those of the first ones. */
  async #inTurn(filter: Filter, full: readonly string[]): Promise<Candidate[] | undefined> {
    for (const side of [{ $gt: this.#last }, { $lte: this.#last }]) {
      const found: Candidate[] = await this.#runs.everyTenant.find(
        { ...filter, tenantId: { ...side, $nin: full } },
        {
          select: CANDIDATE_FIELDS,
          sort: { tenantId: 1, sequence: 1, queuedAt: 1 },
          limit: MAX_CANDIDATES,
        },
      );
      if (found.length > 0) return found;
    }
    return undefined;
  }
}
