import { AnswerTooLarge } from '../../../core/assets/ports/pages/answer-too-large.ts';
import type { Available } from '../../../core/assets/ports/site/available.ts';
import type { Undocumented } from '../../../core/assets/ports/site/undocumented.ts';
import { Refused, Unavailable } from '../../../core/kernel/errors.ts';
import type { Http, HttpAnswer, HttpCall } from '../../http/http.ts';
import { quotedErrorText } from '../../http/site-errors.ts';

/** An optional call, by its path under the root. */
type OptionalCall = Omit<HttpCall, 'url' | 'optional' | 'check'> & {
  path: string;
  /** What it belongs to, for the operator's switches; undefined for one that is documented. */
  of?: Undocumented | undefined;
};

interface OptionalOptions {
  http: Http;
  /** The root of paths, without a trailing slash. */
  root: string;
  /** What the operator has switched off. */
  off: ReadonlySet<Undocumented>;
}

/**
 * Makes optional calls, most of them undocumented: no refusal ends anything; whatever it says is a
 * reason to continue without the answer.
 */
export class OptionalCalls {
  readonly #options: OptionalOptions;

  constructor(options: OptionalOptions) {
    this.#options = options;
  }

  /**
   * What `read` finds in the answer. @throws Refused `token-refused` where the site says beside the
   * answer that the token is dead, and what `signal` is aborted with
   */
  async ask<T>(
    { path, of, ...call }: OptionalCall,
    read: (answer: HttpAnswer) => T,
    signal?: AbortSignal,
  ): Promise<Available<T>> {
    const { http, root, off } = this.#options;
    if (of && off.has(of)) return { unavailable: SWITCHED_OFF };
    try {
      const check = (answer: HttpAnswer): void => void read(answer);
      const url = `${root}${path}`;
      const answer = await http({ ...call, url, check, optional: true }, signal);
      if (answer.status >= 500)
        return { unavailable: refusalOf(answer, call.endpoint), isPassing: true };
      if (answer.status >= 300) return { unavailable: refusalOf(answer, call.endpoint) };
      return { value: read(answer) };
    } catch (error) {
      if (error instanceof AnswerTooLarge) return { unavailable: tooLarge(call.endpoint) };
      if (error instanceof Refused && error.code === 'agent-refused')
        return { unavailable: error.message };
      if (!(error instanceof Unavailable)) throw error;
      if (error.code === 'unexpected-answer') return { unavailable: unknownFormat(call.endpoint) };
      if (!NO_ANSWER.has(error.code)) throw error;
      const unavailable = `The site didn't answer ${call.endpoint}. Try again later.`;
      return { unavailable, isPassing: true };
    }
  }
}

/** Other codes mean that the site was not asked: a limit, or another replica at work. */
const NO_ANSWER: ReadonlySet<string> = new Set(['site-unreachable', 'site-redirects']);
const SWITCHED_OFF = 'The operator of this service switched it off.';

const tooLarge = (endpoint: string): string =>
  `The site's answer to ${endpoint} is larger than this service reads.`;
const unknownFormat = (endpoint: string): string =>
  `The site's answer to ${endpoint} has an unknown format.`;

function refusalOf(answer: HttpAnswer, endpoint: string): string {
  const { status } = answer;
  const said = quotedErrorText(answer);
  if (status === 401)
    return `The site doesn't let this account's API token call ${endpoint} (status 401).${said}`;
  if (status === 403)
    return `The site doesn't allow this account to call ${endpoint} (status 403).${said}`;
  if (status === 404) return `The site doesn't offer ${endpoint} (status 404).${said}`;
  return `The site couldn't answer ${endpoint} (status ${status}).${said}`;
}
