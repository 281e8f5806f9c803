/**
 * The rate budget of one site. How many requests a minute a site allows is learned from its refusals: until the first 429 only the number of calls
 * in flight is bounded; a 429 stops all calls until the window ends, and the next windows stay within what was seen to be allowed, with a
 * careful look upwards every ten minutes. Callers take turns, pages go first and may use a slice that the background leaves.
 */
import type { Clock } from '../core/clock.ts';
import type { SiteBudgetState } from '../core/site/site-lease.ts';

export const WINDOW_MS = 60_000;
const MAX_IN_FLIGHT = 24;
const MIN_LIMIT = 10;
/** Share of a known limit that stays free for pages. */
const PAGE_SHARE = 0.02;
const CLEAN_WINDOWS_BEFORE_PROBE = 10;
const PROBE_GROWTH = 1.05;
/** After a refusal that names no time, when the window should have ended long ago. */
const BLIND_WAIT_MS = 5_000;

export interface Turn { caller: object; page: boolean; go: () => void }

export class RateBudget {
  readonly #clock: Clock;
  #limit = Infinity;
  #windowStartedAt = -Infinity;
  #used = 0;
  #refusals = 0;
  #cleanWindows = 0;
  #blockedUntil = -Infinity;
  #inFlight = 0;
  #waiting: Turn[] = [];
  #lastCaller: object | undefined;
  #timer: AbortController | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get state(): SiteBudgetState {
    return { limit: Number.isFinite(this.#limit) ? this.#limit : null };
  }

  /** What a predecessor learned. `spent`: it did not say how much of the running window it used. */
  adopt(state: SiteBudgetState | null, spent: boolean): void {
    if (state?.limit == null || Number.isFinite(this.#limit)) return;
    this.#limit = state.limit;
    if (spent) { this.#windowStartedAt = this.#clock.monotonicMs(); this.#used = this.#limit; }
  }

  /** Resolves when a call may be made. Call `done` when it has ended. `onWait` hears how long when it is the rate limit that makes it wait. */
  async enter(caller: object, options: { page: boolean; signal?: AbortSignal | undefined; onWait?: ((untilMs: number) => void) | undefined }): Promise<void> {
    options.signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const turn: Turn = { caller, page: options.page, go: () => { options.signal?.removeEventListener('abort', abort); resolve(); } };
      const abort = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== turn);
        reject(options.signal!.reason as Error);
      };
      options.signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.push(turn);
      this.#serve();
      const wait = this.#waitMs(options.page);
      if (wait > 0 && this.#waiting.includes(turn)) options.onWait?.(this.#clock.now() + wait);
    });
  }

  /** A call has ended; `refused` when it was a 429, with what the site asked for, if anything. */
  done(refused?: { retryAfterMs: number | undefined }): void {
    this.#inFlight -= 1;
    if (refused) this.#refused(refused.retryAfterMs);
    this.#serve();
  }

  #refused(retryAfterMs: number | undefined): void {
    const now = this.#clock.monotonicMs();
    this.#refusals += 1;
    this.#cleanWindows = 0;
    this.#limit = Math.max(MIN_LIMIT, Math.min(this.#limit, this.#used) - 1);
    this.#used -= 1;
    const windowEnd = this.#windowStartedAt + WINDOW_MS;
    const until = retryAfterMs === undefined ? (windowEnd > now ? windowEnd : now + BLIND_WAIT_MS) : now + retryAfterMs;
    this.#blockedUntil = Math.max(this.#blockedUntil, until);
  }

  /** Lets waiting calls go as far as the budget reaches, and comes back when it reaches further. */
  #serve(): void {
    this.#renewWindow();
    while (this.#inFlight < MAX_IN_FLIGHT) {
      const turn = this.#nextTurn();
      if (!turn) break;
      this.#waiting = this.#waiting.filter((other) => other !== turn);
      this.#lastCaller = turn.caller;
      this.#inFlight += 1;
      this.#used += 1;
      turn.go();
    }
    const wait = this.#waitMs(this.#waiting.some((turn) => turn.page));
    if (this.#waiting.length > 0 && wait > 0 && !this.#timer) this.#wakeIn(wait);
  }

  #wakeIn(ms: number): void {
    const timer = (this.#timer = new AbortController());
    void this.#clock.sleep(ms, timer.signal).catch(() => undefined).then(() => {
      this.#timer = undefined;
      this.#serve();
    });
  }

  #renewWindow(): void {
    const now = this.#clock.monotonicMs();
    if (now < this.#blockedUntil) return;
    const blockEnded = this.#refusals > 0;
    if (!blockEnded && now - this.#windowStartedAt < WINDOW_MS) return;
    this.#cleanWindows += blockEnded ? 0 : 1;
    if (this.#cleanWindows >= CLEAN_WINDOWS_BEFORE_PROBE && Number.isFinite(this.#limit)) {
      this.#limit = Math.ceil(this.#limit * PROBE_GROWTH);
      this.#cleanWindows = 0;
    }
    this.#windowStartedAt = now;
    this.#used = this.#inFlight;
    this.#refusals = 0;
  }

  /** Pages first, then whoever is not the caller that went last. */
  #nextTurn(): Turn | undefined {
    const page = this.#waiting.find((turn) => turn.page);
    if (page && this.#waitMs(true) === 0) return page;
    if (this.#waitMs(false) > 0) return undefined;
    return this.#waiting.find((turn) => turn.caller !== this.#lastCaller) ?? this.#waiting[0];
  }

  #waitMs(page: boolean): number {
    const now = this.#clock.monotonicMs();
    if (now < this.#blockedUntil) return this.#blockedUntil - now;
    const limit = page || !Number.isFinite(this.#limit) ? this.#limit : Math.floor(this.#limit * (1 - PAGE_SHARE));
    return this.#used >= limit ? Math.max(1, this.#windowStartedAt + WINDOW_MS - now) : 0;
  }
}
