import { z } from 'zod';
import { WireCall } from './wire-call.ts';
import type { AgentSettings } from '../config/agent-settings.ts';

/** The service keeps an agent waiting for 25 seconds. */
const POLL_MS = 60_000;
const SHORT_MS = 20_000;
const MAX_CALLS_BYTES = 64 << 20;
const Calls = z.object({ calls: z.array(WireCall).max(100) });

/** The service refused an agent's request. */
export class ServiceRefused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'ServiceRefused';
    this.status = status;
  }
}

/** What an agent says about itself. */
export interface Hello {
  instance: string;
  host: string;
  version: string;
  place: string;
  free: number;
}

/**
 * Speaks to the service: everything is a request from here, over https and through the proxy that
 * Node is configured with, if any.
 */
export class ServiceClient {
  readonly #url: string;
  readonly #token: string;

  constructor({ serviceUrl, token }: Pick<AgentSettings, 'serviceUrl' | 'token'>) {
    this.#url = `${serviceUrl}/agent`;
    this.#token = token;
  }

  /**
   * Waits for calls to make; returns none after a while. @throws ServiceRefused; whatever broke
   * the connection
   */
  async poll(hello: Hello, signal: AbortSignal): Promise<WireCall[]> {
    const answer = await this.#post('/poll', JSON.stringify(hello), { ms: POLL_MS, signal });
    const length = Number(answer.headers.get('content-length') ?? 0);
    if (length > MAX_CALLS_BYTES)
      throw new ServiceRefused(answer.status, 'The service sent too many calls at once.');
    return Calls.parse(await answer.json()).calls;
  }

  /** Whether a write may be sent. @throws as `poll` */
  begin(id: string): Promise<boolean> {
    return this.#isWanted(`/calls/${id}/begin`, '');
  }

  /** Whether somebody still waits for the answer. Repeatable. @throws as `poll` */
  addPiece(id: string, number: number, bytes: Buffer): Promise<boolean> {
    return this.#isWanted(`/calls/${id}/pieces/${number}`, bytes);
  }

  /** Repeatable. @throws as `poll` */
  end(id: string, end: object): Promise<boolean> {
    return this.#isWanted(`/calls/${id}/end`, JSON.stringify(end));
  }

  async #isWanted(path: string, body: string | Buffer): Promise<boolean> {
    try {
      await this.#post(path, body, { ms: SHORT_MS });
      return true;
    } catch (error) {
      if (error instanceof ServiceRefused && error.status === 409) return false;
      throw error;
    }
  }

  async #post(
    path: string,
    body: string | Buffer,
    { ms, signal }: { ms: number; signal?: AbortSignal },
  ): Promise<Response> {
    const timeout = AbortSignal.timeout(ms);
    const answer = await fetch(`${this.#url}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': typeof body === 'string' ? 'application/json' : 'application/octet-stream',
      },
      body: typeof body === 'string' ? body : new Uint8Array(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    if (answer.ok) return answer;
    const text = (await answer.text()).slice(0, 2_000);
    throw new ServiceRefused(answer.status, messageOf(text));
  }
}

function messageOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? message : 'It gave no reason.';
  } catch {
    return "The answer isn't from the service.";
  }
}
