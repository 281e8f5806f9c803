import { Unavailable } from '../../core/kernel/errors.ts';

/** One call, and what every layer of the stack is: a function from a call to its answer. */
export interface HttpCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  /** A list repeats its name. */
  query?: Record<string, string | number | boolean | string[]> | undefined;
  body?: unknown;
  headers?: Record<string, string>;
  /** The largest answer that is taken, bytes. */
  maxBytes?: number;
  /**
   * A create: twice sent may be twice done, so that it is not repeated where its answer was lost.
   * Everything else may be repeated.
   */
  once?: true;
  /** Names the endpoint in messages and logs: method and path, ids left out. */
  endpoint: string;
}

export interface HttpAnswer {
  status: number;
  headers: Record<string, string | undefined>;
  body: Buffer;
}

export type Http = (call: HttpCall, signal?: AbortSignal) => Promise<HttpAnswer>;

/**
 * The site was not reached, and no byte of the call has left: whatever it asks for was not done.
 */
export class NeverSent extends Unavailable {
  constructor(message: string) {
    super('site-unreachable', message);
  }
}
