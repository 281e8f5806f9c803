export interface PageRequest {
  offset: number;
  limit: number;
}

/** What came of a request. */
export interface PageArrival {
  count: number;
  /** The site says that nothing comes after it. */
  last: boolean;
}

/**
 * Which pages of a list to ask for next when the length of the list is only guessed. Pages may be
 * asked for in parallel and arrive in any order. A page that comes back short is continued where it
 * ended: the site may give smaller pages than were asked for. That a short page is the last is
 * believed where as many came as the site counts; else nothing more must come.
 */
export class PagePlan {
  readonly #limit: number;
  readonly #expected: number;
  readonly #waiting: PageRequest[] = [];
  readonly #finished = new Map<number, number>();
  #guess: number;
  #end: number;
  #contiguous: number;
  #complete = false;

  /**
   * `expected` is how long the site says that the list is; `from` is where an earlier attempt got
   * to.
   */
  constructor(options: { limit: number; expected: number; from?: number | undefined }) {
    this.#limit = options.limit;
    this.#expected = options.expected;
    this.#end = options.from ?? 0;
    this.#contiguous = this.#end;
    this.#guess = Math.max(options.expected, this.#end + 1);
  }

  /** The next page to ask for, or `null` when none can be asked for before one arrives. */
  next(): PageRequest | null {
    const waiting = this.#waiting.pop();
    if (waiting) return waiting;
    if (this.#complete || this.#end >= this.#guess) return null;
    const request = { offset: this.#end, limit: this.#limit };
    this.#end += this.#limit;
    return request;
  }

  arrived(request: PageRequest, { count, last }: PageArrival): void {
    const reached = request.offset + count;
    const end = request.offset + request.limit;
    const isShort = count < request.limit;
    if (count === 0 || (last && isShort && reached >= this.#expected)) this.#complete = true;
    else if (isShort) this.#waiting.push({ offset: reached, limit: end - reached });
    else if (end >= this.#guess && !this.#complete) this.#guess = Math.max(this.#guess, end + 1);
    this.#finish(request.offset, reached);
  }

  /** It brought nothing new, or was refused: nothing so deep in the list can be had. */
  ended(): void {
    this.#complete = true;
  }

  /** Asks again for what is missing from the contiguous mark on: the answer may have been odd. */
  askAgain(): void {
    const offset = this.#contiguous;
    const arrived = [...this.#finished].filter(([from, to]) => from > offset && to > from);
    const next = Math.min(offset + this.#limit, ...arrived.map(([from]) => from));
    this.#complete = false;
    this.#end = Math.max(this.#end, next);
    this.#waiting.push({ offset, limit: next - offset });
  }

  /** Asks for a page again in two halves. */
  halve(request: PageRequest): void {
    const half = Math.ceil(request.limit / 2);
    this.#waiting.push(
      { offset: request.offset + half, limit: request.limit - half },
      { offset: request.offset, limit: half },
    );
  }

  /** Everything below this offset has arrived. */
  get contiguous(): number {
    return this.#contiguous;
  }

  /** Fewer came, without a gap, than the site counts. */
  get isShort(): boolean {
    return this.#contiguous < this.#expected;
  }

  #finish(offset: number, end: number): void {
    this.#finished.set(offset, end);
    let to = this.#finished.get(this.#contiguous);
    while (to !== undefined && to > this.#contiguous) {
      this.#finished.delete(this.#contiguous);
      this.#contiguous = to;
      to = this.#finished.get(to);
    }
  }
}
