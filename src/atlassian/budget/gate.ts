/** How close to the number that was allowed last time calls begin to go one at a time. */
const NEAR = 1;
/** So few calls between two refusals say nothing of what is allowed. */
const FEW = 10;

/**
 * One limit, known only by its refusals. Calls in flight grow as answers come; a refusal stops them
 * for as long as the site asks. How many went through before it is remembered: close to that number
 * calls go one at a time, because all that are in flight then would be refused.
 */
export class Gate {
  readonly #max: number;
  #window: number;
  #inFlight = 0;
  /** Monotonic, ms. */
  #blockedUntil = -Infinity;
  /** Calls that went through since the last refusal. */
  #passed = 0;
  /** How many went through before an earlier one; undefined once more than that did. */
  #allowed: number | undefined;
  /** Calls a minute that the site says it allows. */
  perMinute: number | null = null;

  /** `max`: calls in flight at most, however many answers come. */
  constructor(window: number, max: number) {
    this.#window = window;
    this.#max = max;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get blockedUntil(): number {
    return this.#blockedUntil;
  }

  isOpen(now: number): boolean {
    const width = this.#isNearRefusal ? 1 : this.#window;
    return this.#inFlight < width && now >= this.#blockedUntil;
  }

  /** Whether nothing is in flight and nothing is held back. */
  isIdle(now: number): boolean {
    return this.#inFlight === 0 && now >= this.#blockedUntil;
  }

  enter(): void {
    this.#inFlight += 1;
  }

  leave(): void {
    this.#inFlight -= 1;
  }

  /** A call went through: one more may be in flight. */
  pass(now: number): void {
    this.#window = Math.min(this.#max, this.#window + 1);
    if (now >= this.#blockedUntil) this.#passed += 1;
    // It was allowed before the refusal, and its answer comes after it.
    else if (this.#allowed !== undefined) this.#allowed += 1;
    if (this.#passed > (this.#allowed ?? Infinity) + NEAR) this.#allowed = undefined;
  }

  /** A call was refused: the next one probes alone. */
  close(until: number, now: number): void {
    if (now >= this.#blockedUntil) {
      if (this.#passed > FEW) this.#allowed = this.#passed;
      this.#passed = 0;
    }
    this.#window = 1;
    this.block(until);
  }

  block(until: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, until);
  }

  get #isNearRefusal(): boolean {
    return this.#passed + this.#inFlight >= (this.#allowed ?? Infinity) - NEAR;
  }
}
