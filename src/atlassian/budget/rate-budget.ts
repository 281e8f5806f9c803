/**
 * The rate budget of one site, which knows the site's limits only by its refusals. Calls in flight
 * grow from one as answers come; a 429 stops all background calls for as long as the site asks, or,
 * where it does not say, lets a single call probe every two seconds. One that names its endpoint
 * stops the calls of that key to that endpoint, and no others. Whatever the length of the site's
 * window, its allowance is used up and no more than a handful of calls is refused. Pages go first,
 * a few in a row, and do not wait for the background's refusals; callers of the background take
 * turns. The terms of its kind come in addition: a ceiling, and courtesy to those who work on the
 * same machine.
 */
import type { Clock } from '../../core/kernel/time/clock.ts';
import type {
  BlockState,
  EndpointBudgetState,
  SiteBudgetState,
} from '../../core/sites/access/site-lease.ts';
import { FLOOR_MS } from '../http/retry/retry-delay-ms.ts';
import type { Visit } from './courtesy.ts';
import { Gate } from './gate.ts';
import type { Quota } from './read-quota.ts';
import type { Refusal } from './read-refusal.ts';
import { Restraint } from './restraint.ts';
import { siteLimits } from './run-patience.ts';
import { FREE_TERMS, type SiteTerms } from './site-terms.ts';

/** Between two probing calls after a refusal that named no time. */
const BLIND_WAIT_MS = 2_000;
/** The longest wait that is accepted from a predecessor or a site. */
const LONGEST_BLOCK_MS = 3_600_000;
/** How many calls of pages may go in a row while a run waits. */
const PAGES_IN_A_ROW = 4;

/** Who wants to call what. */
export interface BudgetedCall {
  caller: object;
  page: boolean;
  /** It goes only if no other run wants to call. */
  behind?: boolean | undefined;
  /** A fingerprint of the API key. */
  key: string;
  /** Method and path, ids left out. */
  endpoint: string;
  /** The same, but telling slow variants from fast ones; the endpoint where not set. */
  variant?: string | undefined;
}

/** What is known about a call at its end. */
export interface CallEnd {
  /** Set if the site refused it because of too many calls. */
  refusal?: Refusal | undefined;
  quota?: Quota | undefined;
  /** How long the site itself took, if known separately. */
  siteMs?: number | undefined;
}

interface Turn extends BudgetedCall {
  gate: Gate;
  longestMs: number;
  visit?: Visit | undefined;
  go: () => void;
  refuse: (error: Error) => void;
}

/** Of more than these, each an API key and an endpoint, idle ones are forgotten. */
const MAX_GATES = 1_000;

interface KnownGate extends Pick<BudgetedCall, 'key' | 'endpoint'> {
  gate: Gate;
}

export class RateBudget {
  readonly #clock: Clock;
  readonly #terms: SiteTerms;
  readonly #site: Gate;
  readonly #restraint: Restraint;
  readonly #endpoints = new Map<string, KnownGate>();
  #waiting: Turn[] = [];
  #lastCaller: object | undefined;
  #pagesInARow = 0;
  #wakesAt = Infinity;

  constructor(clock: Clock, terms = FREE_TERMS) {
    this.#clock = clock;
    this.#terms = terms;
    this.#site = new Gate(1, terms.maxInFlight);
    this.#restraint = new Restraint(terms);
  }

  /** For a successor; by the wall clock, because it may be on another machine. Only a hint. */
  get state(): SiteBudgetState {
    const endpoints = [...this.#endpoints.values()]
      .map(({ key, endpoint, gate }): EndpointBudgetState => ({
        key,
        endpoint,
        ...this.#blockOf(gate),
        perMinute: gate.perMinute,
      }))
      .filter(({ blockedUntilMs, perMinute }) => blockedUntilMs !== null || perMinute !== null);
    return { ...this.#blockOf(this.#site), endpoints };
  }

  adopt(state: SiteBudgetState | null): void {
    if (state) this.#adoptBlock(this.#site, state);
    for (const { key, endpoint, perMinute, ...block } of state?.endpoints ?? []) {
      const gate = this.#gateOf(key, endpoint);
      gate.perMinute ??= perMinute;
      this.#adoptBlock(gate, block);
    }
  }

  /**
   * Calls a minute that the site has said to allow, the least of all that it said of the endpoint
   * and of itself; undefined where it has said nothing.
   */
  perMinute(endpoint: string): number | undefined {
    const said = [...this.#endpoints.values()]
      .filter((each) => each.endpoint === endpoint)
      .map(({ gate }) => gate.perMinute);
    const figures = [this.#site.perMinute, ...said].filter((figure) => figure !== null);
    return figures.length > 0 ? Math.min(...figures) : undefined;
  }

  /**
   * Resolves when a call may be made; call what it gives when the call has ended. `onWait` is
   * called with the end of the wait if it is the site's limit; a limit that lasts longer than
   * `longestMs` is not waited for. @throws Unavailable `site-limits`
   */
  async enter(
    call: BudgetedCall,
    options: {
      signal?: AbortSignal | undefined;
      onWait?: ((untilMs: number) => void) | undefined;
      longestMs?: number;
    } = {},
  ): Promise<(end?: CallEnd) => void> {
    const { signal, onWait, longestMs = Infinity } = options;
    signal?.throwIfAborted();
    const gate = this.#gateOf(call.key, call.endpoint);
    const turn = await new Promise<Turn>((resolve, reject) => {
      const refuse = (error: Error): void => {
        this.#waiting = this.#waiting.filter((other) => other !== turn);
        signal?.removeEventListener('abort', abort);
        reject(error);
      };
      const abort = (): void => refuse(signal?.reason as Error);
      const go = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve(turn);
      };
      const turn: Turn = { ...call, gate, longestMs, go, refuse };
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.push(turn);
      this.#serve();
      const wait = this.#opensAt(turn) - this.#clock.monotonicMs();
      if (wait > 0 && this.#waiting.includes(turn)) onWait?.(this.#clock.now() + wait);
    });
    return ({ refusal, quota, siteMs } = {}) => {
      this.#restraint.end(turn.visit, this.#clock.monotonicMs(), siteMs);
      if (refusal) this.#refused(refusal.of === 'endpoint' ? gate : this.#site, refusal);
      if (quota) this.#heed(quota);
      if (!call.page)
        for (const each of [this.#site, gate]) {
          each.leave();
          if (!refusal) each.pass(this.#clock.monotonicMs());
        }
      this.#serve();
    };
  }

  #refused(gate: Gate, { waitMs, perMinute }: Refusal): void {
    const asked = waitMs === undefined ? BLIND_WAIT_MS : Math.max(FLOOR_MS, waitMs);
    const now = this.#clock.monotonicMs();
    gate.close(now + Math.min(asked, LONGEST_BLOCK_MS), now);
    if (perMinute !== null) gate.perMinute = perMinute;
  }

  /** If nothing is left, the next call would be refused. */
  #heed({ left, waitMs, perMinute }: Quota): void {
    this.#site.perMinute = perMinute;
    if (left === 0)
      this.#site.block(this.#clock.monotonicMs() + Math.min(waitMs, LONGEST_BLOCK_MS));
  }

  /** Lets waiting calls go as far as the budget allows, and continues when it allows more. */
  #serve(): void {
    // A single moment for all decisions: what is closed then opens later and wakes this up.
    const now = this.#clock.monotonicMs();
    for (let turn = this.#next(now); turn; turn = this.#next(now)) {
      this.#waiting.splice(this.#waiting.indexOf(turn), 1);
      turn.visit = this.#restraint.begin(kindOf(turn), now);
      if (turn.page) this.#pagesInARow += 1;
      else this.#admit(turn);
      turn.go();
    }
    for (const turn of this.#waiting) {
      const waitMs = this.#opensAt(turn) - now;
      if (waitMs > turn.longestMs) turn.refuse(siteLimits(waitMs));
    }
    const opening = this.#waiting
      .map((turn) => Math.max(this.#opensAt(turn), this.#restraint.opensAt))
      .filter((at) => at > now);
    if (opening.length > 0) this.#wakeAt(Math.min(...opening));
  }

  /** Calls of pages take no room from those of runs: somebody may be looking all the time. */
  #admit({ caller, gate }: Turn): void {
    this.#pagesInARow = 0;
    this.#lastCaller = caller;
    this.#site.enter();
    gate.enter();
  }

  #wakeAt(at: number): void {
    if (at >= this.#wakesAt) return;
    this.#wakesAt = at;
    // The moment may have passed while others were let go.
    const waitMs = Math.max(0, Math.ceil(at - this.#clock.monotonicMs()));
    void this.#clock.sleep(waitMs).then(() => {
      if (this.#wakesAt === at) this.#wakesAt = Infinity;
      this.#serve();
    });
  }

  /**
   * Pages first, unless a run waits for too long; then whoever is not the caller that went last;
   * what goes behind others comes last.
   */
  #next(now: number): Turn | undefined {
    const page = this.#waiting.find((turn) => turn.page);
    if (page && this.#pagesInARow < PAGES_IN_A_ROW) return page;
    const isOpen = this.#site.isOpen(now) && this.#restraint.isOpen(this.#site.inFlight, now);
    const open = isOpen ? this.#waiting.filter((turn) => !turn.page && turn.gate.isOpen(now)) : [];
    const first = open.filter(({ behind }) => !behind);
    const runs = first.length > 0 ? first : open;
    return runs.find((turn) => turn.caller !== this.#lastCaller) ?? runs[0] ?? page;
  }

  /** Monotonic; pages don't wait. */
  #opensAt({ page, gate }: Turn): number {
    return page ? -Infinity : Math.max(this.#site.blockedUntil, gate.blockedUntil);
  }

  #gateOf(key: string, endpoint: string): Gate {
    const name = `${key} ${endpoint}`;
    const known = this.#endpoints.get(name);
    if (known) return known.gate;
    if (this.#endpoints.size >= MAX_GATES) this.#forgetIdle();
    const gate = new Gate(this.#terms.maxInFlight, this.#terms.maxInFlight);
    this.#endpoints.set(name, { key, endpoint, gate });
    return gate;
  }

  /** Gates that hold nothing back and know nothing from the site. */
  #forgetIdle(): void {
    const now = this.#clock.monotonicMs();
    const wanted = new Set(this.#waiting.map(({ gate }) => gate));
    for (const [name, { gate }] of this.#endpoints)
      if (gate.isIdle(now) && !wanted.has(gate)) this.#endpoints.delete(name);
  }

  #blockOf({ blockedUntil }: Gate): BlockState {
    const left = blockedUntil - this.#clock.monotonicMs();
    if (left <= 0) return { blockedUntilMs: null };
    return { blockedUntilMs: this.#clock.now() + left, blockedForMs: left };
  }

  #adoptBlock(gate: Gate, { blockedUntilMs, blockedForMs = LONGEST_BLOCK_MS }: BlockState): void {
    const longest = Math.min(blockedForMs, LONGEST_BLOCK_MS);
    const left = Math.min((blockedUntilMs ?? 0) - this.#clock.now(), longest);
    if (left > 0) gate.block(this.#clock.monotonicMs() + left);
  }
}

const kindOf = ({ endpoint, variant = endpoint, page }: BudgetedCall) => ({ kind: variant, page });
