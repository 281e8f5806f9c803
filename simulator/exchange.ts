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

/** An answer that is an error, in Atlassian's shape. */
export class HttpError extends Error {
  readonly status: number;
  readonly body: { errorMessages: string[]; errors: Record<string, string> };
  readonly headers: Record<string, string>;
  constructor(
    status: number,
    messages: string[],
    errors: Record<string, string> = {},
    headers: Record<string, string> = {},
  ) {
    super(messages.join(' '));
    this.status = status;
    this.body = { errorMessages: messages, errors };
    this.headers = headers;
  }
}

export type Handler = (exchange: Exchange) => Answer | Promise<Answer>;
export interface Route {
  method: string;
  template: string;
  handler: Handler;
}

/** Finds the route of a request; templates hold `:name` for one segment. */
export class Router {
  readonly #routes: { route: Route; segments: string[] }[] = [];

  add(routes: Route[]): void {
    for (const route of routes) this.#routes.push({ route, segments: route.template.split('/') });
  }

  match(
    method: string,
    path: string,
  ): { route: Route; params: Record<string, string> } | 'wrong-method' | undefined {
    const segments = path.split('/');
    let seen = false;
    for (const { route, segments: template } of this.#routes) {
      if (
        template.length !== segments.length ||
        !template.every((part, at) => part.startsWith(':') || part === segments[at])
      )
        continue;
      seen = true;
      if (route.method !== method) continue;
      const params: Record<string, string> = {};
      template.forEach((part, at) => {
        if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(segments[at]!);
      });
      return { route, params };
    }
    return seen ? 'wrong-method' : undefined;
  }
}
