import type { Clock } from '../../core/kernel/clock.ts';
import type { SiteWait } from '../../core/assets/ports/site-wait.ts';
import type { SiteLease, SiteLeases } from '../../core/sites/site-lease.ts';
import type { Http } from '../http/http.ts';
import { retryAfterMs } from '../http/with-retry.ts';
import { RateBudget } from './rate-budget.ts';

const LEASE_POLL_MS = 1_000;
const BEAT_MS = 3_000;
/** A site without calls for this long is given back. */
const IDLE_MS = 5_000;

interface Held {
  budget: RateBudget;
  lease: Promise<SiteLease> | undefined;
  holding: boolean;
  lastUseAt: number;
  inUse: number;
}

/**
 * The budgets of all sites that this process calls; background calls go only while it holds the
 * site's lease.
 */
export class SiteBudgets {
  readonly #clock: Clock;
  readonly #leases: SiteLeases;
  readonly #sites = new Map<string, Held>();
  readonly #stop = new AbortController();

  constructor(clock: Clock, leases: SiteLeases) {
    this.#clock = clock;
    this.#leases = leases;
  }

  /** A layer of the stack: each attempt waits for the site's budget. */
  layer(
    next: Http,
    siteKey: string,
    options: {
      caller: object;
      page: boolean;
      onWait?: ((wait: SiteWait | null) => void) | undefined;
    },
  ): Http {
    return async (call, signal) => {
      const held = this.#held(siteKey);
      held.inUse += 1;
      let waited = false;
      const onWait = (untilMs: number): void => {
        waited = true;
        options.onWait?.({ reason: 'rate-limit', untilMs });
      };
      try {
        if (!options.page) await this.#lease(siteKey, held, signal, onWait);
        await held.budget.enter(options.caller, { page: options.page, signal, onWait });
        if (waited) options.onWait?.(null);
        let refused: { retryAfterMs: number | undefined } | undefined;
        try {
          const answer = await next(call, signal);
          if (answer.status === 429) refused = { retryAfterMs: retryAfterMs(answer) };
          return answer;
        } finally {
          held.budget.done(refused);
        }
      } finally {
        held.inUse -= 1;
        held.lastUseAt = this.#clock.monotonicMs();
      }
    };
  }

  /** Gives every site back. */
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

  #held(siteKey: string): Held {
    let held = this.#sites.get(siteKey);
    if (!held)
      this.#sites.set(
        siteKey,
        (held = {
          budget: new RateBudget(this.#clock),
          lease: undefined,
          holding: false,
          lastUseAt: 0,
          inUse: 0,
        }),
      );
    return held;
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
    const patience = this.#clock
      .sleep(LEASE_POLL_MS, given.signal)
      .then(() => onWait(this.#clock.now() + LEASE_POLL_MS))
      .catch(() => undefined);
    try {
      await (signal ? Promise.race([held.lease, whenAborted(signal, given.signal)]) : held.lease);
    } finally {
      given.abort(new Error('The lease was given.'));
      await patience;
    }
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
   * Shows life while the site is in use; gives it back when it is idle. A database that does not
   * answer for a while is no reason to stop: the next beat decides.
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
