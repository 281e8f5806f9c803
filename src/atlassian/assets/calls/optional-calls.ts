import { AnswerTooLarge } from '../../../core/assets/ports/pages/answer-too-large.ts';
import type { Available } from '../../../core/assets/ports/site/available.ts';
import type { Undocumented } from '../../../core/assets/ports/site/undocumented.ts';
import { Refused, Unavailable } from '../../../core/kernel/errors.ts';
import type { Http, HttpAnswer, HttpCall } from '../../http/http.ts';
import { readDone } from '../../http/read-answer.ts';
import { quotedErrorText } from '../../http/site-errors.ts';

/** An optional call, by its path under the root. */
type OptionalCall = Omit<HttpCall, 'url' | 'optional' | 'check'> & {
  path: string;
  /** What it belongs to, for the operator's switches; undefined for one that is documented. */
  of?: Undocumented | undefined;
};

/** `isUnauthorized`: what the call was signed with isn't accepted, or no longer. */
export type Asked<T> = { value: T } | (Unasked & { isUnauthorized?: true });
type Unasked = Exclude<Available<never>, { value: never }>;

interface OptionalOptions {
  http: Http;
  /** The root of paths, without a trailing slash. */
  root: string;
  /** What the operator has switched off. */
  off: ReadonlySet<Undocumented>;
  /** Who is called; the site where nothing is said. */
  server?: CalledServer | undefined;
}

/** How sentences name a server, and what it knows a caller by. */
interface CalledServer {
  /** Begins sentences. */
  name: string;
  credentials: string;
  caller: string;
}

const SITE: CalledServer = {
  name: 'The site',
  credentials: "this account's credentials",
  caller: 'this account',
};

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
  ): Promise<Asked<T>> {
    const { http, root, off, server = SITE } = this.#options;
    if (of && off.has(of)) return { unavailable: SWITCHED_OFF };
    try {
      const check = (answer: HttpAnswer): void => void read(answer);
      const url = `${root}${path}`;
      const answer = await http({ ...call, url, check, optional: true }, signal);
      if (answer.status >= 300) return withoutValue(answer, call.endpoint, server);
      return { value: read(answer) };
    } catch (error) {
      return withoutAnswer(error, call.endpoint, server);
    }
  }

  /** As `ask`, for a change: whatever is answered to it will do, but for a web page. */
  change(call: OptionalCall, signal?: AbortSignal): Promise<Asked<true>> {
    return this.ask(call, (answer) => readDone(answer, call.endpoint), signal);
  }
}

/** Why there is no answer that can be read. @throws what has another cause */
function withoutAnswer(error: unknown, endpoint: string, { name }: CalledServer): Available<never> {
  if (error instanceof AnswerTooLarge)
    return { unavailable: `${name} gave more for ${endpoint} than this service reads.` };
  if (error instanceof Refused && error.code === 'agent-refused')
    return { unavailable: error.message };
  if (!(error instanceof Unavailable)) throw error;
  if (error.code === 'unexpected-answer')
    return { unavailable: `${name} gave an answer in an unknown format for ${endpoint}.` };
  if (!NO_ANSWER.has(error.code)) throw error;
  return { unavailable: `${name} didn't answer ${endpoint}. Try again later.`, isPassing: true };
}

/** Other codes mean that the site was not asked: a limit, or another replica at work. */
const NO_ANSWER: ReadonlySet<string> = new Set(['site-unreachable', 'site-redirects']);
const SWITCHED_OFF = 'The operator of this service switched it off.';

/** What came in the place of an answer. */
function withoutValue(answer: HttpAnswer, endpoint: string, server: CalledServer): Asked<never> {
  const unavailable = refusalOf(answer, endpoint, server);
  const { status } = answer;
  if (status >= 500) return { unavailable, isPassing: true };
  if (status === 401) return { unavailable, isUnauthorized: true };
  return status === 404 ? { unavailable, isNotFound: true } : { unavailable };
}

function refusalOf(answer: HttpAnswer, endpoint: string, server: CalledServer): string {
  const { name, credentials, caller } = server;
  const { status } = answer;
  const said = quotedErrorText(answer);
  if (status === 401)
    return `${name} doesn't accept ${credentials} for ${endpoint} (status 401).${said}`;
  if (status === 403)
    return `${name} doesn't allow ${caller} to call ${endpoint} (status 403).${said}`;
  if (status === 404) return `${name} doesn't offer ${endpoint} (status 404).${said}`;
  return `${name} couldn't answer ${endpoint} (status ${status}).${said}`;
}
