import type { Clock } from '../../core/kernel/time/clock.ts';
import type { SiteWait } from '../../core/assets/ports/site/site-wait.ts';
import type { SiteLease, SiteLeases } from '../../core/sites/access/site-lease.ts';
import type { Http, HttpCall } from '../http/http.ts';
import { LimitedSites } from './limited-sites.ts';
import { RateBudget, type CallEnd } from './rate-budget.ts';
import { readQuota, type Quota } from './read-quota.ts';
import { readRefusal, type Refusal } from './read-refusal.ts';
import { BUSY_HOLD_MS, LIMIT_HOLD_MS, siteBusy, siteLimits } from './run-patience.ts';
import type { SiteTerms } from './site-terms.ts';

const LEASE_POLL_MS = 1_000;
const BEAT_MS = 3_000;
/** The lease of a site without calls for this long is given back. */
const IDLE_MS = 5_000;
/** Of more sites than these, those that nobody calls right now are forgotten. */
const MAX_SITES = 2_000;

interface Held {
  budget: RateBudget;
  lease: Promise<SiteLease> | undefined;
  holding: boolean;
  lastUseAt: number;
  inUse: number;
}

/** Whose calls a layer lets through. */
export interface LayerOptions {
  /** Names the site whose budget it is. */
  siteKey: string;
  /** Its address, by which pages know it. */
  siteUrl: string;
  /**
   * The terms on which the site is called; absent: as much as it accepts. The same for all its
   * calls.
   */
  terms?: SiteTerms | undefined;
  /** A fingerprint of the API key. */
  key: string;
  page: boolean;
  /** Its calls go only where no other run wants to call. */
  behind?: boolean | undefined;
  onWait?: ((wait: SiteWait | null) => void) | undefined;
}

/**
 * The budgets of all sites that this process calls; background calls go only while it holds the
 * site's lease.
 */
export class SiteBudgets {
  /** Sites that limit the number of requests right now. */
  readonly limited: LimitedSites;
  readonly #clock: Clock;
  readonly #leases: SiteLeases;
  readonly #sites = new Map<string, Held>();
  readonly #stop = new AbortController();

  constructor(clock: Clock, leases: SiteLeases) {
    this.limited = new LimitedSites(clock);
    this.#clock = clock;
    this.#leases = leases;
  }

  /** Calls a minute to an endpoint that the site has said to allow; undefined where it has not. */
  perMinute(siteKey: string, endpoint: string): number | undefined {
    return this.#sites.get(siteKey)?.budget.perMinute(endpoint);
  }

  /**
   * A layer of the stack: each attempt waits for the site's budget. A run does not wait for long.
   * @throws Unavailable `site-limits` | `site-busy`
   */
  layer(next: Http, options: LayerOptions): Http {
    const caller = {};
    const refusals = new Refusals(this.#clock);
    return async (call, signal) => {
      const held = this.#held(options);
      held.inUse += 1;
      try {
        const leave = await this.#enter(held, { ...options, caller, call }, signal);
        let refusal: Refusal | undefined;
        let quota: Quota | undefined;
        let siteMs: number | undefined;
        try {
          const answer = await next(call, signal);
          quota = readQuota(answer);
          ({ siteMs } = answer);
          if (answer.status === 429) {
            refusal = readRefusal(answer, this.#clock.now());
            this.limited.note(options.siteUrl, refusal.waitMs);
          }
          if (!options.page) refusals.note(endpointOf(call), refusal);
          return answer;
        } finally {
          leave({ refusal, quota, siteMs });
        }
      } finally {
        held.inUse -= 1;
        held.lastUseAt = this.#clock.monotonicMs();
      }
    };
  }

  async #enter(
    held: Held,
    {
      siteKey,
      caller,
      call,
      key,
      page,
      behind,
      onWait,
    }: LayerOptions & { caller: object; call: HttpCall },
    signal: AbortSignal | undefined,
  ): Promise<(end: CallEnd) => void> {
    let waited = false;
    const note = (untilMs: number): void => {
      waited = true;
      onWait?.({ reason: 'rate-limit', untilMs });
    };
    if (!page) await this.#lease(siteKey, held, signal, note);
    const endpoint = endpointOf(call);
    const asked = { caller, page, behind, key, endpoint, variant: call.endpoint };
    const longestMs = page ? Infinity : LIMIT_HOLD_MS;
    const leave = await held.budget.enter(asked, { signal, onWait: note, longestMs });
    if (waited) onWait?.(null);
    return leave;
  }

  /** Gives all site leases back. */
  async close(): Promise<void> {
    this.#stop.abort(new Error('The service is stopping.'));
    await Promise.all(
      [...this.#sites.values()].map(async (held) =>
        (await held.lease?.catch(() => undefined))
          ?.release(held.budget.state)
          .catch(() => undefined),
      ),
    );
  }

  #held({ siteKey, terms }: Pick<LayerOptions, 'siteKey' | 'terms'>): Held {
    const known = this.#sites.get(siteKey);
    if (known) return known;
    if (this.#sites.size >= MAX_SITES) this.#forgetIdle();
    const held: Held = {
      budget: new RateBudget(this.#clock, terms),
      lease: undefined,
      holding: false,
      lastUseAt: 0,
      inUse: 0,
    };
    this.#sites.set(siteKey, held);
    return held;
  }

  #forgetIdle(): void {
    for (const [siteKey, { inUse, lease }] of this.#sites)
      if (inUse === 0 && !lease) this.#sites.delete(siteKey);
  }

  async #lease(
    siteKey: string,
    held: Held,
    signal: AbortSignal | undefined,
    onWait: (untilMs: number) => void,
  ): Promise<void> {
    if (held.holding) return;
    held.lease ??= this.#acquire(siteKey, held).catch((error: unknown) => {
      held.lease = undefined;
      throw error;
    });
    const given = new AbortController();
    const waiting = [held.lease, this.#giveUp(onWait, given.signal)];
    if (signal) waiting.push(whenAborted(signal, given.signal));
    try {
      await Promise.race(waiting);
    } finally {
      given.abort(new Error('The lease was given.'));
    }
  }

  /** @throws Unavailable `site-busy` after a while; whatever else once the lease is `given` */
  async #giveUp(onWait: (untilMs: number) => void, given: AbortSignal): Promise<never> {
    await this.#clock.sleep(LEASE_POLL_MS, given);
    onWait(this.#clock.now() + LEASE_POLL_MS);
    await this.#clock.sleep(BUSY_HOLD_MS - LEASE_POLL_MS, given);
    throw siteBusy();
  }

  async #acquire(siteKey: string, held: Held): Promise<SiteLease> {
    for (;;) {
      const lease = await this.#leases.acquire(siteKey);
      if (lease) {
        held.budget.adopt(lease.state);
        held.holding = true;
        void this.#keep(held, lease);
        return lease;
      }
      await this.#clock.sleep(LEASE_POLL_MS, this.#stop.signal);
    }
  }

  /**
   * Keeps the lease while the site is in use; gives it back when the site is idle. A database that
   * does not answer for a while is no reason to stop: the next beat decides.
   */
  async #keep(held: Held, lease: SiteLease): Promise<void> {
    for (;;) {
      await this.#clock.sleep(BEAT_MS, this.#stop.signal).catch(() => undefined);
      if (this.#stop.signal.aborted) return;
      const idle = held.inUse === 0 && this.#clock.monotonicMs() - held.lastUseAt > IDLE_MS;
      const kept = await (
        idle ? lease.release(held.budget.state).then(() => false) : lease.beat(held.budget.state)
      ).catch(() => true);
      if (kept) continue;
      held.holding = false;
      held.lease = undefined;
      return;
    }
  }
}

/** Since when each endpoint has been refusing all calls of a run. */
class Refusals {
  readonly #clock: Clock;
  readonly #since = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws Unavailable `site-limits` when it has refused for long */
  note(endpoint: string, refusal: Refusal | undefined): void {
    if (!refusal) {
      this.#since.delete(endpoint);
      return;
    }
    const now = this.#clock.monotonicMs();
    const since = this.#since.get(endpoint) ?? now;
    this.#since.set(endpoint, since);
    if (now - since > LIMIT_HOLD_MS) throw siteLimits(refusal.waitMs ?? 0);
  }
}

/** Variants of a call, which are in brackets, are calls to one endpoint. */
const endpointOf = ({ endpoint }: HttpCall): string => endpoint.replace(/ \(.*\)$/, '');

/** Rejects when `signal` is aborted; lets go of it when `done` is. */
function whenAborted(signal: AbortSignal, done: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    done.addEventListener('abort', () => signal.removeEventListener('abort', abort), {
      once: true,
    });
  });
}
