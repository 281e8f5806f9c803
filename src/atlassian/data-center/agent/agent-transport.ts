import { Readable } from 'node:stream';
import { AnswerTooLarge } from '../../../core/assets/ports/pages/answer-too-large.ts';
import { ProductError, Refused } from '../../../core/kernel/errors.ts';
import type { AgentCall } from '../../../core/sites/agents/agent-call.ts';
import {
  NotCarried,
  type AgentLine,
  type CarriedAnswer,
} from '../../../core/sites/agents/agent-line.ts';
import type { AgentPlace } from '../../../core/sites/agents/agent-token.ts';
import {
  NeverSent,
  NoAnswer,
  SiteRedirects,
  type Http,
  type HttpAnswer,
  type HttpCall,
} from '../../http/http.ts';
import { addressOf, dataOf, headersOf, MAX_ANSWER_BYTES } from '../../http/transport/as-sent.ts';
import { failureWords } from '../../http/transport/failure-words.ts';
import { isPoured, pourBody, SinkFailed } from '../../http/transport/pour-body.ts';
import { bodyFacts, readBody } from '../../http/transport/read-body.ts';

/** An answer that arrives in pieces stays in the database until all of them are there. */
const MAX_FILE_BYTES = 512 << 20;
/** A request is sent in one piece. */
export const MAX_SENT_BYTES = 8 << 20;

interface AgentTransportOptions {
  line: Pick<AgentLine, 'carry'>;
  at: AgentPlace;
  /** With its context path: every call's address starts with it. */
  siteUrl: string;
  timeoutMs: number;
}

/**
 * The bottom of the stack for a site that only an agent can reach, in place of a connection of our
 * own. The agent adds the credentials; we send none. A call that gets lost is treated like one on a
 * connection that broke.
 */
export function agentTransport({ line, at, siteUrl, timeoutMs }: AgentTransportOptions): Http {
  return async (call, signal) => {
    try {
      const carried = await toAgentCall(call, siteUrl, timeoutMs);
      return await line.carry(at, carried, (answer) => take(answer, call, signal), signal);
    } catch (error) {
      throw error instanceof NotCarried ? meaningOf(error) : error;
    }
  };
}

/** @throws Error for a call to anywhere else, which is a bug of ours; Refused */
async function toAgentCall(call: HttpCall, siteUrl: string, timeoutMs: number): Promise<AgentCall> {
  const address = addressOf(call);
  if (!address.startsWith(`${siteUrl}/`)) throw new Error(`${call.endpoint} leaves the site.`);
  const { authorization: _agentsOwn, ...headers } = headersOf(call);
  return {
    method: call.method,
    path: address.slice(siteUrl.length),
    headers,
    body: await bodyOf(call),
    maxBytes: maxBytesOf(call),
    timeoutMs,
  };
}

async function bodyOf({ body, source }: HttpCall): Promise<Buffer | undefined> {
  if (!source) return body === undefined ? undefined : Buffer.from(dataOf(body));
  if (source.size > MAX_SENT_BYTES)
    throw new Refused(
      'agent-refused',
      `Files over ${MAX_SENT_BYTES >> 20} MB can't be sent through an agent. Send this one by hand.`,
    );
  const parts: Uint8Array[] = [];
  for await (const part of source.read()) parts.push(part);
  return Buffer.concat(parts);
}

const maxBytesOf = ({ maxBytes, sink }: HttpCall): number =>
  maxBytes ?? (sink ? MAX_FILE_BYTES : MAX_ANSWER_BYTES);

/** @throws AnswerTooLarge, SiteRedirects, and NoAnswer if the body breaks off */
async function take(
  { status, headers, body }: CarriedAnswer,
  call: HttpCall,
  signal: AbortSignal | undefined,
): Promise<HttpAnswer> {
  const siteMs = readSiteMs(headers);
  if (status >= 300 && status < 400) throw new SiteRedirects(headers['location']);
  const stream = Readable.from(body, { objectMode: false });
  const ending = signal ?? new AbortController().signal;
  try {
    return {
      status,
      headers,
      siteMs,
      body: await takeBody(stream, { status, headers }, call, ending),
    };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof SinkFailed) throw error.cause;
    throw error instanceof ProductError ? error : new NoAnswer('part of the answer');
  }
}

/** Undefined if the agent is too old to report it. */
function readSiteMs(headers: CarriedAnswer['headers']): number | undefined {
  const said = headers['x-agent-site-ms'];
  return said !== undefined && /^\d{1,9}$/.test(said) ? Number(said) : undefined;
}

async function takeBody(
  stream: Readable,
  { status, headers }: Pick<CarriedAnswer, 'status' | 'headers'>,
  call: HttpCall,
  signal: AbortSignal,
): Promise<Buffer> {
  if (call.sink && isPoured(call, { status, headers })) {
    await pourBody(stream, { status, headers, signal }, call.sink);
    return Buffer.alloc(0);
  }
  const facts = bodyFacts(call, { status, headers });
  return readBody(stream, { ...facts, maxBytes: maxBytesOf(call), signal });
}

function meaningOf({ failure, message }: NotCarried): Error {
  switch (failure) {
    case 'unsent':
      return new NeverSent(failureWords(message));
    case 'lost':
      return new NoAnswer(failureWords(message));
    case 'too-large':
      return new AnswerTooLarge();
    case 'refused':
      return new Refused(
        'agent-refused',
        `The agent of this site doesn't carry this call (${message}). Update the agent to the version of the service.`,
      );
  }
}
