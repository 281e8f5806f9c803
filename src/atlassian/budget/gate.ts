/**
 * One limit, known only by its refusals. Calls in flight grow as answers come; a refusal stops them
 * for as long as the site asks.
 */
export class Gate {
  readonly #max: number;
  #window: number;
  #inFlight = 0;
  /** Monotonic, ms. */
  #blockedUntil = -Infinity;
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
    return this.#inFlight < this.#window && now >= this.#blockedUntil;
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

  /** A call went through. */
  widen(): void {
    this.#window = Math.min(this.#max, this.#window + 1);
  }

  /** A call was refused: the next one probes alone. */
  close(until: number): void {
    this.#window = 1;
    this.block(until);
  }

  block(until: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, until);
  }
}
