import { addAbortSignal, type Readable } from 'node:stream';
import axios from 'axios';
import { AnswerTooLarge } from '../../core/assets/ports/answer-too-large.ts';
import { ProductError, Unavailable } from '../../core/kernel/errors.ts';
import { AddressRefused, type AddressGuard } from '../address/address-guard.ts';
import { NeverSent, type Http } from './http.ts';
import { Sending } from './sending.ts';

/**
 * Several pages are in memory at once, as bytes, text and objects: this bounds them all. A page
 * over it is asked for in halves.
 */
const MAX_BYTES = 8 << 20;

/**
 * The bottom of the stack: axios, with a time-out on everything, connections to allowed addresses
 * only, redirects refused, answers capped and left as bytes. The body is read here from the stream:
 * one that axios gathers stays in memory for as long as its connection does.
 */
export function transport(timeoutMs: number, guard: AddressGuard): Http {
  const agents = guard.agents({ keepAlive: true, maxSockets: 64 });
  const client = axios.create({
    maxRedirects: 0,
    validateStatus: () => true,
    responseType: 'stream',
    timeout: timeoutMs,
    transitional: { clarifyTimeoutError: true },
    decompress: true,
    proxy: false,
    paramsSerializer: { indexes: null },
    httpAgent: agents.http,
    httpsAgent: agents.https,
  });
  return async ({ method, url, query, body, headers, maxBytes = MAX_BYTES }, signal) => {
    const timeout = new AbortController();
    // One of AbortSignal.timeout lives until its end: thousands of calls a minute would be kept.
    const timer = setTimeout(() => timeout.abort(new Error('no answer in time')), timeoutMs);
    const ending = signal ? AbortSignal.any([signal, timeout.signal]) : timeout.signal;
    const sending = new Sending();
    const config = {
      method,
      url,
      transport: sending,
      params: query,
      ...(body === undefined ? {} : { data: JSON.stringify(body) }),
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      signal: ending,
    };
    try {
      const answer = await client.request<Readable>(config);
      const bytes = await readBody(addAbortSignal(ending, answer.data), maxBytes);
      if (answer.status >= 300 && answer.status < 400)
        throw new Unavailable(
          'site-redirects',
          'The site answered with a redirect, which is not followed. Check the address of the site.',
        );
      const plain = Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [
          name.toLowerCase(),
          value === undefined ? undefined : String(value),
        ]),
      );
      return { status: answer.status, headers: plain, body: bytes };
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof ProductError) throw error;
      // Whatever axios, the stream or the time-out say: the error of axios holds the request with
      // its Authorization header and goes no further than here.
      const message = `The site does not answer (${timeout.signal.aborted ? 'no answer in time' : whyNot(error)}).`;
      throw sending.begun ? new Unavailable('site-unreachable', message) : new NeverSent(message);
    } finally {
      clearTimeout(timer);
    }
  };
}

function whyNot(error: unknown): string {
  if (error instanceof Error && error.cause instanceof AddressRefused) return error.cause.message;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'no connection';
}

/** @throws AnswerTooLarge, and what broke the stream */
async function readBody(stream: Readable, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes) throw new AnswerTooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts, size);
}
