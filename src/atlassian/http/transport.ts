import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { AxiosError } from 'axios';
import { AnswerTooLarge } from '../../core/site/assets-site.ts';
import { Unavailable } from '../../core/errors.ts';
import type { Http } from './http.ts';

/** Several pages are in memory at once, as bytes, text and objects: this bounds them all. A page over it is asked for in halves. */
const MAX_BYTES = 8 << 20;

/** The bottom of the stack: axios, with a time-out on everything, redirects refused, answers capped and left as bytes. */
export function transport(timeoutMs: number): Http {
  const client = axios.create({
    maxRedirects: 0, validateStatus: () => true, responseType: 'arraybuffer', transitional: { clarifyTimeoutError: true }, decompress: true, proxy: false,
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 64 }), httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 64 }),
  });
  return async ({ method, url, query, body, headers, maxBytes = MAX_BYTES }, signal) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await client.request<Buffer>({
        method, url, params: query, ...(body === undefined ? {} : { data: JSON.stringify(body) }), timeout: timeoutMs, maxContentLength: maxBytes,
        headers: { accept: 'application/json', 'content-type': 'application/json', ...headers }, signal: signal ? AbortSignal.any([signal, timeout]) : timeout, paramsSerializer: { indexes: null },
      });
      if (answer.status >= 300 && answer.status < 400) throw new Unavailable('site-redirects', 'The site answered with a redirect, which is not followed. Check the address of the site.');
      const plain = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value === undefined ? undefined : String(value)]));
      return { status: answer.status, headers: plain, body: answer.data };
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof AxiosError)) throw error;
      if (/maxContentLength/.test(error.message)) throw new AnswerTooLarge();
      // The error of axios holds the request with its Authorization header: it goes no further than here.
      throw new Unavailable('site-unreachable', `The site does not answer (${error.code ?? 'no connection'}).`);
    }
  };
}
