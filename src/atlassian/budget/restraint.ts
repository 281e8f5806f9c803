import { Ceiling } from './ceiling.ts';
import { Courtesy, type Visit } from './courtesy.ts';
import type { SiteTerms } from './site-terms.ts';

/** What the terms of a site restrict, whatever the site itself allows. Times are monotonic, ms. */
export class Restraint {
  readonly #ceiling: Ceiling;
  readonly #courtesy: Courtesy | undefined;

  constructor({ callsPerMinute, isShared, maxInFlight }: SiteTerms) {
    this.#ceiling = new Ceiling(callsPerMinute);
    this.#courtesy = isShared ? new Courtesy(maxInFlight) : undefined;
  }

  /** The earliest time for a call of a run. */
  get opensAt(): number {
    return Math.max(this.#ceiling.opensAt, this.#courtesy?.restsUntil ?? -Infinity);
  }

  /** Whether one more call of a run may be made beside those that are in flight. */
  isOpen(inFlight: number, now: number): boolean {
    return now >= this.opensAt && inFlight < (this.#courtesy?.width ?? Infinity);
  }

  /** A call is made; calls of one kind take about as long. Undefined where nobody wants to know. */
  begin({ kind, page }: { kind: string; page: boolean }, now: number): Visit | undefined {
    this.#ceiling.count(now);
    return page ? undefined : this.#courtesy?.begin(kind, now);
  }

  /** `siteMs`: how long the site itself took, where that is known apart. */
  end(visit: Visit | undefined, now: number, siteMs?: number): void {
    if (visit) this.#courtesy?.end(visit, now, siteMs);
  }
}
