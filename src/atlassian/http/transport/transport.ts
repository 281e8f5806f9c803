import type { Readable } from 'node:stream';
import axios, { type AxiosInstance, type AxiosRequestConfig } from 'axios';
import { ProductError } from '../../../core/kernel/errors.ts';
import { AddressRefused, type AddressGuard } from '../../address/address-guard.ts';
import {
  isQuestion,
  NeverSent,
  NoAnswer,
  SiteRedirects,
  type Http,
  type HttpAnswer,
  type HttpCall,
} from '../http.ts';
import { AnswerWatch } from './answer-watch.ts';
import { dataOf, headersOf, MAX_ANSWER_BYTES, paramsSerializer, queryOf } from './as-sent.ts';
import { failureWords } from './failure-words.ts';
import { isPoured, pourBody, SinkFailed } from './pour-body.ts';
import { bodyFacts, readBody } from './read-body.ts';
import { Sending } from './sending.ts';
import { SourceFeed } from './source-feed.ts';

const MAX_SOCKETS = 64;

/**
 * The bottom of the stack: axios, with a time-out on everything, connections to allowed addresses
 * only, redirects refused, answers capped and left as bytes. The body is read here from the stream:
 * one that axios gathers stays in memory for as long as its connection does. A question whose kept
 * connection the site closed just then is asked once more, over a connection of its own.
 */
export function transport(timeoutMs: number, guard: AddressGuard, tls: Trust = {}): Http {
  const kept = clientOf(guard, timeoutMs, { ...tls, keepAlive: true });
  const fresh = clientOf(guard, timeoutMs, { ...tls, keepAlive: false });
  return async (call, signal) => {
    const first = await sendOnce(kept, { call, timeoutMs, signal });
    if (first.answer) return first.answer;
    if (!first.closedUnder || !isQuestion(call)) throw first.error;
    const second = await sendOnce(fresh, { call, timeoutMs, signal });
    if (second.answer) return second.answer;
    throw second.error;
  };
}

/** Certificates that are trusted in the place of those that everybody trusts. */
interface Trust {
  ca?: string[];
}

function clientOf(
  guard: AddressGuard,
  timeoutMs: number,
  options: Trust & { keepAlive: boolean },
): AxiosInstance {
  const agents = guard.agents({ ...options, maxSockets: MAX_SOCKETS });
  return axios.create({
    maxRedirects: 0,
    validateStatus: () => true,
    responseType: 'stream',
    timeout: timeoutMs,
    transitional: { clarifyTimeoutError: true },
    decompress: false,
    proxy: false,
    paramsSerializer,
    httpAgent: agents.http,
    httpsAgent: agents.https,
  });
}

interface SendOptions {
  call: HttpCall;
  timeoutMs: number;
  signal: AbortSignal | undefined;
}

/** The answer, or what went wrong. */
type Sent =
  { answer: HttpAnswer } | { answer?: undefined; error: ProductError; closedUnder: boolean };

/** @throws the reason of `signal` */
async function sendOnce(
  client: AxiosInstance,
  { call, timeoutMs, signal }: SendOptions,
): Promise<Sent> {
  const watch = new AnswerWatch(timeoutMs);
  const ending = signal ? AbortSignal.any([signal, watch.signal]) : watch.signal;
  const sending = new Sending();
  const feed = call.source && new SourceFeed(call.source, (bytes) => watch.moved(bytes));
  try {
    return { answer: await exchange(client, { call, sending, signal: ending, feed, watch }) };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof SinkFailed) throw error.cause;
    if (feed?.failure) throw feed.failure.error;
    if (error instanceof ProductError) return { error, closedUnder: false };
    // Whatever axios, the stream or the time-out say: the error of axios holds the request with
    // its Authorization header and goes no further than here.
    const why = watch.signal.aborted ? 'no answer in time' : whyNot(error);
    return {
      error: sending.begun ? new NoAnswer(why) : new NeverSent(why),
      closedUnder: sending.wasClosedUnder(error),
    };
  } finally {
    watch.stop();
  }
}

interface ExchangeOptions {
  call: HttpCall;
  sending: Sending;
  signal: AbortSignal;
  /** What is sent of the call's source. */
  feed: SourceFeed | undefined;
  watch: AnswerWatch;
}

function requestOf({ call, sending, signal, feed }: ExchangeOptions): AxiosRequestConfig {
  const { method, url, query, sink } = call;
  return {
    method,
    url,
    transport: sending,
    params: query && queryOf(query),
    ...bodyOf(call, feed),
    // Large answers take time: the watch sees that bytes keep moving. For all others, axios' own
    // time-out ends with the head of the answer.
    ...(sink || feed ? { timeout: 0 } : {}),
    headers: { ...(feed ? { 'content-length': String(feed.size) } : {}), ...headersOf(call) },
    signal,
  };
}

function bodyOf(
  { body }: HttpCall,
  feed: SourceFeed | undefined,
): Pick<AxiosRequestConfig, 'data'> {
  if (feed) return { data: feed.stream() };
  return body === undefined ? {} : { data: dataOf(body) };
}

/** @throws SiteRedirects, AnswerTooLarge, SinkFailed, and what broke the connection */
async function exchange(client: AxiosInstance, options: ExchangeOptions): Promise<HttpAnswer> {
  const { call, signal, watch } = options;
  const { maxBytes = MAX_ANSWER_BYTES, sink } = call;
  const answer = await client.request<Readable>(requestOf(options));
  const headers: HttpAnswer['headers'] = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [
      name.toLowerCase(),
      value === undefined ? undefined : String(value),
    ]),
  );
  const { status } = answer;
  if (sink && isPoured(call, { status, headers })) {
    await pourBody(answer.data, { status, headers, signal, watch }, sink);
    return { status, headers, body: Buffer.alloc(0) };
  }
  const facts = bodyFacts(call, { status, headers });
  const body = await readBody(answer.data, { ...facts, maxBytes, signal, watch });
  if (status >= 300 && status < 400) throw new SiteRedirects(headers['location']);
  return { status, headers, body };
}

function whyNot(error: unknown): string {
  if (error instanceof Error && error.cause instanceof AddressRefused) return error.cause.message;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? failureWords(code) : 'no connection';
}
