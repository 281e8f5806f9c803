import { CLOCK_TOLERANCE_MS, type Clock } from '../../core/kernel/time/clock.ts';
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
    const dateOf = (fromNowMs: number): Date => new Date(now + fromNowMs);
    const isAsleep = { $gt: dateOf(0), $lte: dateOf(LONGEST_SLEEP_MS) };
    // Dated ahead by a clock that was wrong: nobody knows for how long it has waited.
    const isYoung = { $gt: dateOf(-AGED_MS), $lte: dateOf(CLOCK_TOLERANCE_MS) };
    const queued: Filter = {
      state: 'queued',
      kind: { $in: kinds },
      notBefore: { $not: isAsleep },
    };
    // What is queued often sleeps, or is of tenants that have their share: one query tells so.
    const some = await this.#first({ ...queued, tenantId: { $nin: full } });
    if (some.length === 0) return [];
    const pressing = [
      { ...queued, trigger: 'manual' },
      { ...queued, queuedAt: { $not: isYoung } },
    ];
    return (await this.#inTurn(pressing, full)) ?? (await this.#inTurn([queued], full)) ?? [];
  }

  /** To be called when a run of this tenant was claimed. */
  noteServed(tenantId: string): void {
    this.#last = tenantId;
  }

  /**
   * Those of the tenants that come after the one served last, else those of the first ones.
   * `filters`: a run that fits one of them counts. Each is a query of its own: with an `$or`, the
   * embedded database reads every run that there ever was.
   */
  async #inTurn(
    filters: readonly Filter[],
    full: readonly string[],
  ): Promise<Candidate[] | undefined> {
    for (const side of [{ $gt: this.#last }, { $lte: this.#last }]) {
      const tenantId = { ...side, $nin: full };
      const found = await Promise.all(
        filters.map((filter) => this.#first({ ...filter, tenantId })),
      );
      const all = new Map(found.flat().map((candidate) => [candidate._id, candidate]));
      if (all.size > 0) return [...all.values()].sort(byTurn).slice(0, MAX_CANDIDATES);
    }
    return undefined;
  }

  #first(filter: Filter): Promise<Candidate[]> {
    return this.#runs.everyTenant.find(filter, {
      select: CANDIDATE_FIELDS,
      sort: { tenantId: 1, sequence: 1, queuedAt: 1 },
      limit: MAX_CANDIDATES,
    });
  }
}

/** Fields that were damaged in the database count as equal. */
const compare = <T>(a: T, b: T): number => Number(a > b) - Number(a < b);

const byTurn = (a: Candidate, b: Candidate): number =>
  compare(a.tenantId, b.tenantId) ||
  compare(a.sequence, b.sequence) ||
  compare(a.queuedAt, b.queuedAt);
