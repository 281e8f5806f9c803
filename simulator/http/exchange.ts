import type { IncomingMessage } from 'node:http';
import type { AddressForm } from './read-address.ts';
import type { SentContent } from './sent-content.ts';

/** An answer of a handler. `objects` counts what it holds, for the latency per object. */
export interface Answer {
  status?: number;
  json?: unknown;
  text?: string;
  body?: Buffer;
  /** Sent in the place of all others, part by part, or the part of it that was asked for. */
  content?: SentContent;
  headers?: Record<string, string>;
  objects?: number;
}

export interface Exchange {
  method: string;
  /** As routes know it: without what stands before it in other forms of the address. */
  path: string;
  form: AddressForm;
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
