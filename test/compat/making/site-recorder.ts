/**
 * Stands between the service and the pretend sites, and writes down what changes them: one call
 * after the other, so that the
 * same calls in the same order make the same sites again.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { SiteStep } from '../fixtures/fixture-name.ts';
import { playStep, type PreparedSites } from '../fixtures/prepare-sites.ts';

/** Searches are posted, but change nothing. */
const SEARCH = /\/aql(\?|$)/;
const API = /^\/(jsm|rest)\//;
const NOT_PASSED = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

export class SiteRecorder {
  readonly steps: SiteStep[] = [];
  /** How long every answer of Assets is held back. */
  latencyMs = 0;
  /** Searches that this fits are never answered. */
  holdBack: RegExp | undefined;
  /** How many of them came. */
  held = 0;
  readonly #prepared: PreparedSites;
  readonly #server: Server;
  readonly #answered: string[] = [];
  #last: Promise<unknown> = Promise.resolve();

  constructor(prepared: PreparedSites) {
    this.#prepared = prepared;
    this.#server = createServer((request, response) => {
      this.#pass(request, response).catch(() => response.destroy());
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('It does not listen.');
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** A control address of one of the sites. */
  async control(site: number, what: string, body: object): Promise<void> {
    const step = { site, method: 'POST', path: `/_simulator/${what}`, body };
    const answer = await this.#inTurn(step);
    if (!answer.ok) throw new Error(`${what} was refused: ${await answer.text()}`);
  }

  /** How many calls of that kind were answered so far. */
  answered(call: RegExp): number {
    return this.#answered.filter((each) => call.test(each)).length;
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/' } = request;
    const text = await textOf(request);
    if (this.holdBack?.test(text)) {
      this.held += 1;
      return;
    }
    const changes = API.test(path) && method !== 'GET' && !SEARCH.test(path);
    const step = { site: 0, method, path, ...(text === '' ? {} : { body: JSON.parse(text) }) };
    const answer = await (changes ? this.#inTurn(step) : this.#ask(request, text));
    const body = Buffer.from(await answer.arrayBuffer());
    if (API.test(path)) await delay(this.latencyMs);
    this.#answered.push(`${method} ${path}`);
    const headers: Record<string, string> = {};
    answer.headers.forEach((value, name) => {
      if (!NOT_PASSED.has(name)) headers[name] = value;
    });
    response.writeHead(answer.status, headers).end(body);
  }

  #ask({ method = 'GET', url = '/', headers }: IncomingMessage, text: string): Promise<Response> {
    const passed = Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && !NOT_PASSED.has(name) ? [[name, value]] : [],
    );
    const body = text === '' ? {} : { body: text };
    const to = `${this.#prepared.sites[0]?.url}${url}`;
    return fetch(to, { method, headers: Object.fromEntries(passed), redirect: 'manual', ...body });
  }

  /** Changes come one after the other, each at a moment of its own. */
  async #inTurn(wanted: Omit<SiteStep, 'at'>): Promise<Response> {
    const turn = this.#last.then(() => {
      const step = { at: Math.max(Date.now(), (this.steps.at(-1)?.at ?? 0) + 1), ...wanted };
      this.steps.push(step);
      return playStep(this.#prepared, step);
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}
