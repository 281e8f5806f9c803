/**
 * The rate budget of one site, which knows nothing of the site's limits but its refusals. Calls in
 * flight grow from one as answers come; a 429 stops all background calls for as long as the site
 * asks, or, where it does not say, lets a single call feel its way every two seconds. Whatever the
 * length of the site's window, its allowance is used up and no more than a handful of calls is
 * refused. Pages go first and do not wait for the background's refusals; callers of the background
 * take turns.
 */
import type { Clock } from '../../core/kernel/clock.ts';
import type { SiteBudgetState } from '../../core/sites/site-lease.ts';

const MAX_IN_FLIGHT = 24;
/** Between two calls that feel their way after a refusal that named no time. */
const BLIND_WAIT_MS = 2_000;
/** What a predecessor or a site asks for is believed up to here. */
const LONGEST_BLOCK_MS = 3_600_000;

interface Turn {
  caller: object;
  page: boolean;
  go: () => void;
}

export class RateBudget {
  readonly #clock: Clock;
  #window = 1;
  #blockedUntil = -Infinity;
  #inFlight = 0;
  #waiting: Turn[] = [];
  #lastCaller: object | undefined;
  #timer = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * For a successor; wall clock, since it may be another machine's: a hint, nothing hangs on it.
   */
  get state(): SiteBudgetState {
    const left = this.#blockedUntil - this.#clock.monotonicMs();
    return { blockedUntilMs: left > 0 ? this.#clock.now() + left : null };
  }

  adopt(state: SiteBudgetState | null): void {
    const left = Math.min((state?.blockedUntilMs ?? 0) - this.#clock.now(), LONGEST_BLOCK_MS);
    if (left > 0)
      this.#blockedUntil = Math.max(this.#blockedUntil, this.#clock.monotonicMs() + left);
  }

  /**
   * Resolves when a call may be made; call `done` when it has ended. `onWait` hears until when, if
   * it is the site's limit that makes it wait.
   */
  async enter(
    caller: object,
    options: {
      page: boolean;
      signal?: AbortSignal | undefined;
      onWait?: ((untilMs: number) => void) | undefined;
    },
  ): Promise<void> {
    options.signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const abort = (): void => {
        this.#waiting = this.#waiting.filter((other) => other !== turn);
        reject(options.signal?.reason as Error);
      };
      const turn: Turn = {
        caller,
        page: options.page,
        go: () => {
          options.signal?.removeEventListener('abort', abort);
          resolve();
        },
      };
      options.signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.push(turn);
      this.#serve();
      const wait = this.#blockedUntil - this.#clock.monotonicMs();
      if (wait > 0 && this.#waiting.includes(turn)) options.onWait?.(this.#clock.now() + wait);
    });
  }

  /** A call has ended; `refused` when it was a 429, with what the site asked for, if anything. */
  done(refused?: { retryAfterMs: number | undefined }): void {
    this.#inFlight -= 1;
    if (refused) {
      this.#window = 1;
      const wait = Math.min(refused.retryAfterMs ?? BLIND_WAIT_MS, LONGEST_BLOCK_MS);
      this.#blockedUntil = Math.max(this.#blockedUntil, this.#clock.monotonicMs() + wait);
    } else this.#window = Math.min(MAX_IN_FLIGHT, this.#window + 1);
    this.#serve();
  }

  /** Lets waiting calls go as far as the budget reaches, and comes back when it reaches further. */
  #serve(): void {
    for (let turn = this.#next(); turn; turn = this.#next()) {
      this.#waiting.splice(this.#waiting.indexOf(turn), 1);
      if (!turn.page) this.#lastCaller = turn.caller;
      this.#inFlight += 1;
      turn.go();
    }
    const wait = this.#blockedUntil - this.#clock.monotonicMs();
    if (this.#waiting.length > 0 && wait > 0 && !this.#timer) this.#wakeIn(wait);
  }

  #wakeIn(ms: number): void {
    this.#timer = true;
    void this.#clock.sleep(ms).then(() => {
      this.#timer = false;
      this.#serve();
    });
  }

  /** Pages first, then whoever is not the caller that went last. */
  #next(): Turn | undefined {
    const page = this.#waiting.find((turn) => turn.page);
    if (page) return page;
    if (this.#inFlight >= this.#window || this.#clock.monotonicMs() < this.#blockedUntil)
      return undefined;
    return this.#waiting.find((turn) => turn.caller !== this.#lastCaller) ?? this.#waiting[0];
  }
}
