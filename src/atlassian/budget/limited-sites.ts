import type { Clock } from '../../core/kernel/time/clock.ts';
import { RecentMap } from '../../core/kernel/collections/recent-map.ts';

/** How long a site counts as limiting after it refused a call, if it does not ask for longer. */
const SPELL_MS = 60_000;
const MAX_REMEMBERED = 5_000;

/**
 * Which sites limit the number of requests right now, judging by refusals of calls within their
 * budgets: calls that pages make as the app may use the same allowance. By the site's address.
 */
export class LimitedSites {
  readonly #clock: Clock;
  readonly #until = new RecentMap<string, number>(MAX_REMEMBERED);

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A call was refused; `waitMs` is what the site asked for, if anything. */
  note(siteUrl: string, waitMs: number | undefined): void {
    const until = this.#clock.monotonicMs() + Math.max(SPELL_MS, waitMs ?? 0);
    this.#until.set(siteUrl, Math.max(until, this.#until.get(siteUrl) ?? 0));
  }

  isLimited(siteUrl: string): boolean {
    return (this.#until.get(siteUrl) ?? -Infinity) > this.#clock.monotonicMs();
  }
}
