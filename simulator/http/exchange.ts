import type { IncomingMessage } from 'node:http';

/** An answer of a handler. `objects` counts what it holds, for the latency per object. */
export interface Answer {
  status?: number;
  json?: unknown;
  text?: string;
  body?: Buffer;
  headers?: Record<string, string>;
  objects?: number;
}

export interface Exchange {
  method: string;
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
  request: IncomingMessage;
}

export type Handler = (exchange: Exchange) => Answer | Promise<Answer>;
export interface Route {
  method: string;
  template: string;
  handler: Handler;
}
