import type { ByteSink } from '../../core/assets/ports/files/byte-sink.ts';
import type { ByteSource } from '../../core/assets/ports/files/byte-source.ts';
import { Unavailable } from '../../core/kernel/errors.ts';

/** One call, and what every layer of the stack is: a function from a call to its answer. */
export interface HttpCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  /** A list repeats its name. */
  query?: Record<string, string | number | boolean | string[]> | undefined;
  /** Sent as JSON, bytes as they are. */
  body?: unknown;
  headers?: Record<string, string>;
  /** The largest accepted answer, bytes. */
  maxBytes?: number;
  /** The caller can ask for less: an answer that is too large is not requested again. */
  divisible?: true;
  /**
   * What it asks for, or the object that it changes, may be what the site can't answer, and the
   * caller can do without it or with less: after a few failures, Unanswered is thrown.
   */
  dispensable?: true;
  /**
   * A create: sent twice, it may be done twice, so it is not repeated after a lost answer.
   * Everything else may be repeated.
   */
  once?: true;
  /** A POST that only asks, as a GET does: nothing is written by it. */
  question?: true;
  /**
   * A query that may be too much for a site: a 400 is accepted at once, and the caller asks
   * differently.
   */
  refusable?: true;
  /** Not documented: a site may not have it. What it answers several times counts as an answer. */
  optional?: true;
  /** A good answer is bytes of any kind, and no JSON. */
  bytes?: true;
  /**
   * Takes the body of a good answer part by part, starting where the sink is; the answer's own body
   * is then empty. Its errors pass through.
   */
  sink?: ByteSink;
  /** The kind of file the sink is for, if known: a web page instead is no answer. */
  fileType?: string;
  /** Sent as the body, part by part, from the beginning at each try. */
  source?: ByteSource;
  /**
   * Reads what is needed of a good answer (2xx). What it throws says that the answer cannot be
   * read, and the call is made again.
   */
  check?: (answer: HttpAnswer) => void;
  /** Names the endpoint in messages and logs: method and path, ids left out. */
  endpoint: string;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string | undefined>;
  body: Buffer;
  /** How long the site itself took, ms, where the way to it is known apart. */
  siteMs?: number | undefined;
}

export type Http = (call: HttpCall, signal?: AbortSignal) => Promise<HttpAnswer>;

/** Whether the call only asks. */
export const isQuestion = ({ method, question }: HttpCall): boolean =>
  method === 'GET' || question === true;

/** The call was sent, but no complete answer came back: whether it was done is unknown. */
export class NoAnswer extends Unavailable {
  /** A few words, as "no answer in time". */
  readonly why: string;

  constructor(why: string) {
    super('site-unreachable', `The site isn't answering (${why}).`);
    this.why = why;
  }
}

/** The site was not reached, and no byte of the call was sent: nothing was done. */
export class NeverSent extends NoAnswer {}

/** The site redirected the call, and the redirect was not followed. */
export class SiteRedirects extends Unavailable {
  /** As the site wrote it. */
  readonly location: string | undefined;

  constructor(location: string | undefined) {
    const host = location === undefined ? undefined : URL.parse(location)?.host;
    super(
      'site-redirects',
      `The site answered with a redirect${host ? ` to ${host}` : ''}, which isn't followed. Check the site's address.`,
    );
    this.location = location;
  }
}
