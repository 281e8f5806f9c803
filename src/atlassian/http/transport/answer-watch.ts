/** Bytes that have to come of something large in the time of an answer: a kilobyte a second. */
const LEAST_BYTES = 32 << 10;

/**
 * Watches how long a call takes. Its time begins anew with every few kilobytes of something large;
 * single bytes, however steadily they come, don't keep it from ending.
 */
export class AnswerWatch {
  readonly #timeoutMs: number;
  readonly #ending = new AbortController();
  // One of AbortSignal.timeout lives until its end: thousands of calls a minute would be kept.
  #timer: NodeJS.Timeout | undefined;
  /** Monotonic, ms. */
  #endsAt = 0;
  #bytes = 0;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#begin(timeoutMs);
  }

  /** Aborted when the time is over. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** A part has come, or is on its way. */
  moved(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes < LEAST_BYTES) return;
    this.#bytes = 0;
    this.#begin(this.#timeoutMs);
  }

  /** What is awaited meanwhile isn't the other side's time. */
  async aside<T>(work: () => Promise<T>): Promise<T> {
    clearTimeout(this.#timer);
    const leftMs = this.#endsAt - performance.now();
    try {
      return await work();
    } finally {
      this.#begin(Math.max(0, leftMs));
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #begin(ms: number): void {
    clearTimeout(this.#timer);
    this.#endsAt = performance.now() + ms;
    this.#timer = setTimeout(() => this.#ending.abort(new Error('no answer in time')), ms);
  }
}

/** The same where nobody may watch. */
export const awaitAside = <T>(
  watch: AnswerWatch | undefined,
  work: () => Promise<T>,
): Promise<T> => (watch ? watch.aside(work) : work());
