import { ProductError } from '../../../core/kernel/errors.ts';
import type { Http, HttpAnswer, HttpCall } from '../../http/http.ts';

/** After so many failures in a row, the site is asked one question in so many. */
const MAX_MISSED = 5;
const ONE_IN = 20;
/** Said of one call alone. A site that doesn't answer at all is waited for. */
const OF_CALL: ReadonlySet<string> = new Set(['site-redirects', 'unexpected-answer']);

const failsToAnswer = ({ endpoint }: HttpCall): string =>
  `the site repeatedly failed to answer ${endpoint}`;
const isNotCarried = ({ endpoint }: HttpCall): string =>
  `the site's agent doesn't carry ${endpoint} (update the agent)`;

/** Questions to a site, one like the other, whose answers a backup can do without. */
export class SpareQuestions {
  readonly #http: Http;
  readonly #onMissed: (why: string) => void;
  #asked = 0;
  /** In a row. */
  #missed = 0;

  /** `onMissed` hears, perhaps often, why there is no answer: the second half of a sentence. */
  constructor(http: Http, onMissed: (why: string) => void) {
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
      if (answer.status >= 500 || answer.status === 401) return this.#miss(failsToAnswer(call));
      const found = read(answer);
      this.#missed = 0;
      return found;
    } catch (error) {
      if (!(error instanceof ProductError)) throw error;
      if (error.code === 'agent-refused') return this.#miss(isNotCarried(call));
      if (OF_CALL.has(error.code)) return this.#miss(failsToAnswer(call));
      throw error;
    }
  }

  #miss(why: string): undefined {
    this.#missed += 1;
    this.#onMissed(why);
  }
}
