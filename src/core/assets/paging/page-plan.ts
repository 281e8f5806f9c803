export interface PageRequest {
  offset: number;
  limit: number;
}

/** The outcome of a request. */
export interface PageArrival {
  count: number;
  /** The site says that this is the last page. */
  last: boolean;
}

/**
 * Decides which pages of a list to request next when its length is only guessed. Pages may be
 * requested in parallel and arrive in any order. A short page is followed by a request from where
 * it ended, because a site may give smaller pages than requested. A short page counts as the last
 * one only if as many items came as the site counts, or if the next page brings nothing.
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

  /** `expected` is the length that the site claims; `from` is how far an earlier attempt got. */
  constructor(options: { limit: number; expected: number; from?: number | undefined }) {
    this.#limit = options.limit;
    this.#expected = options.expected;
    this.#end = options.from ?? 0;
    this.#contiguous = this.#end;
    this.#guess = Math.max(options.expected, this.#end + 1);
  }

  /** The next page to request, or `null` if one has to arrive first. */
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

  /** The page brought nothing new or was refused: the list ends before it. */
  ended(): void {
    this.#complete = true;
  }

  /** Requests everything after the contiguous mark again: an answer may have been wrong. */
  askAgain(): void {
    const offset = this.#contiguous;
    const arrived = [...this.#finished].filter(([from, to]) => from > offset && to > from);
    const next = Math.min(offset + this.#limit, ...arrived.map(([from]) => from));
    this.#complete = false;
    this.#end = Math.max(this.#end, next);
    this.#waiting.push({ offset, limit: next - offset });
  }

  /** Requests a page again in two halves. */
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

  /** Without a gap, fewer came than the site counts. */
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
