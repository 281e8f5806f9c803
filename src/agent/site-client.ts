import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Sending } from '../atlassian/http/transport/sending.ts';
import { assertAllowed, CallRefused } from './assert-allowed.ts';
import type { WireCall } from './wire-call.ts';
import type { AgentSettings } from '../config/agent-settings.ts';

/** The headers of an answer that the service gets; cookies, for one, stay here. */
const PASSED_ON = [
  'content-type',
  'content-encoding',
  'content-length',
  'content-range',
  'date',
  'location',
  'retry-after',
  'x-seraph-loginreason',
  'x-authentication-denied-reason',
];
const RATE_LIMITS = /^(?:x-)?ratelimit-/;
const MAX_VALUE = 2_000;

/** A call got no answer. */
export class SiteSilent extends Error {
  /** Whether bytes of the call may have been sent. */
  readonly sent: boolean;

  constructor(why: string, sent: boolean) {
    super(why);
    this.name = 'SiteSilent';
    this.sent = sent;
  }
}

/** The beginning of an answer; its body is still to be read. */
export interface SiteAnswer {
  status: number;
  headers: Record<string, string>;
  body: IncomingMessage;
}

/**
 * Calls the one site of this agent, with the account that only the agent knows. Redirects are not
 * followed, and no proxy is used.
 */
export class SiteClient {
  readonly #settings: Pick<AgentSettings, 'siteUrl' | 'authorization'>;
  readonly #origin: URL;
  readonly #agent: http.Agent;

  constructor(
    settings: Pick<AgentSettings, 'siteUrl' | 'authorization' | 'authorities' | 'concurrency'>,
  ) {
    const { siteUrl, authorities, concurrency } = settings;
    this.#settings = settings;
    this.#origin = new URL(siteUrl);
    const options = { keepAlive: true, maxSockets: concurrency };
    this.#agent =
      this.#origin.protocol === 'https:'
        ? new https.Agent(authorities ? { ...options, ca: authorities } : options)
        : new http.Agent(options);
  }

  /** Makes a call, once. `signal` ends it, body included. @throws CallRefused; SiteSilent */
  async call(call: WireCall, signal: AbortSignal): Promise<SiteAnswer> {
    assertAllowed(call);
    const url = this.#addressOf(call.path);
    const sending = new Sending();
    const body = call.body === undefined ? undefined : Buffer.from(call.body, 'base64');
    const { authorization } = this.#settings;
    const length = body ? { 'content-length': String(body.length) } : {};
    const options = {
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: url.port,
      path: `${url.pathname}${url.search}`,
      method: call.method,
      headers: { ...call.headers, ...length, authorization },
      agent: this.#agent,
      signal,
    };
    return new Promise((resolve, reject) => {
      const request = sending.request(options, (answer) => {
        resolve({ status: answer.statusCode ?? 0, headers: passedHeaders(answer), body: answer });
      });
      request.once('error', (error) => reject(new SiteSilent(whyOf(error), sending.begun)));
      request.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  /** @throws CallRefused if the address would be interpreted as a different one */
  #addressOf(path: string): URL {
    // The one character of an allowed query that the parser encodes: it means the same.
    const address = `${this.#settings.siteUrl}${path.replaceAll("'", '%27')}`;
    const url = new URL(address);
    if (url.origin !== this.#origin.origin || url.href !== address)
      throw new CallRefused('not an address of the site');
    return url;
  }
}

function passedHeaders({ headers }: IncomingMessage): Record<string, string> {
  const passed = Object.entries(headers).filter(
    ([name]) => PASSED_ON.includes(name) || RATE_LIMITS.test(name),
  );
  return Object.fromEntries(
    passed.map(([name, value]) => [name, String(value).slice(0, MAX_VALUE)]),
  );
}

/**
 * A word for what broke. Node's messages may contain addresses of this network, so none is passed
 * on.
 */
function whyOf(error: Error): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'no connection';
}
