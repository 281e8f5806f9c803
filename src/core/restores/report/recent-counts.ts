import type { Clock } from '../../kernel/time/clock.ts';
import type { RunId, TenantId } from '../../kernel/ids.ts';
import { RecentMap } from '../../kernel/collections/recent-map.ts';
import type { RestoreStore } from './restore-line.ts';

type Counts = Awaited<ReturnType<RestoreStore['counts']>>;

const KEPT = 100;
/**
 * What took long to count is not counted again for this many times as long, half a minute at most.
 */
const REST = 19;
const REST_MOST_MS = 30_000;

/**
 * Caches the counts of reports for pages that ask every second while a report is written, because
 * each count reads the whole report. For long reports they are some seconds old.
 */
export class RecentCounts {
  readonly #store: Pick<RestoreStore, 'counts'>;
  readonly #clock: Clock;
  readonly #recent = new RecentMap<string, { counts: Promise<Counts>; untilMs: number }>(KEPT);

  constructor(store: Pick<RestoreStore, 'counts'>, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Once the run has ended (`endedAt`), counts from before its end are not returned. */
  counts(tenantId: TenantId, runId: RunId, endedAt?: Date): Promise<Counts> {
    const key = `${tenantId} ${runId} ${endedAt?.getTime() ?? ''}`;
    const from = this.#clock.monotonicMs();
    const known = this.#recent.get(key);
    if (known && from < known.untilMs) return known.counts;
    const entry = { counts: this.#store.counts(tenantId, runId), untilMs: Infinity };
    this.#recent.set(key, entry);
    const ended = (): void => {
      const now = this.#clock.monotonicMs();
      entry.untilMs = now + Math.min(REST_MOST_MS, REST * (now - from));
    };
    entry.counts.then(ended, () => {
      entry.untilMs = -Infinity;
    });
    return entry.counts;
  }
}
