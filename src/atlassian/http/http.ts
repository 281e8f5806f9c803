/** One call, and what every layer of the stack is: a function from a call to its answer. */
export interface HttpCall {
  method: 'GET' | 'POST';
  url: string;
  query?: Record<string, string | number | boolean>;
  body?: unknown;
  headers?: Record<string, string>;
  /** The largest answer that is taken, bytes. */
  maxBytes?: number;
  /** Names the endpoint in messages and logs: method and path, ids left out. */
  endpoint: string;
}

export interface HttpAnswer { status: number; headers: Record<string, string | undefined>; body: Buffer }

export type Http = (call: HttpCall, signal?: AbortSignal) => Promise<HttpAnswer>;

/** The tiny part of the logger that the client uses. */
export interface ClientLog { debug(fields: object, message: string): void; warn(fields: object, message: string): void }
