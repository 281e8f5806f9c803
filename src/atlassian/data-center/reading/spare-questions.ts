import { ProductError } from '../../../core/kernel/errors.ts';
import type { Http, HttpAnswer, HttpCall } from '../../http/http.ts';

/** After so many failures in a row, the site is asked one question in so many. */
const MAX_MISSED = 5;
const ONE_IN = 20;
/** Said of one call alone. A site that doesn't answer at all is waited for. */
const OF_CALL: ReadonlySet<string> = new Set(['site-redirects', 'unexpected-answer']);

/** Questions to a site, one like the other, whose answers a backup can do without. */
export class SpareQuestions {
  readonly #http: Http;
  readonly #onMissed: () => void;
  #asked = 0;
  /** In a row. */
  #missed = 0;

  /** `onMissed` hears, perhaps often, that the site has no answer. */
  constructor(http: Http, onMissed: () => void) {
    this.#http = http;
    this.#onMissed = onMissed;
  }

  /**
   * What `read` makes of an answer below 500, which it may refuse; undefined without one. @throws
   * what says more than that this answer can't be had
   */
  async ask<T>(
    call: HttpCall,
    read: (answer: HttpAnswer) => T,
    signal: AbortSignal | undefined,
  ): Promise<T | undefined> {
    this.#asked += 1;
    if (this.#missed >= MAX_MISSED && this.#asked % ONE_IN !== 0) return undefined;
    try {
      const answer = await this.#http({ ...call, optional: true }, signal);
      if (answer.status >= 500 || answer.status === 401) return this.#miss();
      const found = read(answer);
      this.#missed = 0;
      return found;
    } catch (error) {
      if (error instanceof ProductError && OF_CALL.has(error.code)) return this.#miss();
      throw error;
    }
  }

  #miss(): undefined {
    this.#missed += 1;
    this.#onMissed();
  }
}
