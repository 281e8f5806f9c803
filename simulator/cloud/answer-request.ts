import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import { readBody } from '../http/read-body.ts';
import type { RouteMatch } from '../http/router.ts';
import { sendAnswer } from '../http/send-answer.ts';
import { faultFor } from '../world/fault-for.ts';
import type { Fault } from '../world/settings.ts';
import type { Cloud, Member } from './cloud.ts';
import { disturb, refusal, replaceAnswer, type Outcome } from './disturb.ts';

/**
 * Calls of the product; others (pages, control) are neither limited, nor disturbed, nor counted.
 */
const REST = /^\/(jsm|rest)\//;

interface Call {
  member: Member;
  method: string;
  url: URL;
  match: RouteMatch | 'wrong-method' | undefined;
  request: IncomingMessage;
}

/** Answers a request that reached a member of the cloud, for whichever member it is meant. */
export async function answerRequest(
  cloud: Cloud,
  called: Member,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? 'GET';
  const url = new URL(request.url ?? '/', called.world.url);
  const member = cloud.ownerOf(url.pathname, called);
  const match = member.router.match(method, url.pathname);
  const call: Call = { member, method, url, match, request };
  if (!REST.test(url.pathname)) return finish(response, await answerPlainly(call));
  const template = typeof match === 'object' ? match.route.template : 'unknown';
  const { stats } = member.world;
  stats.begin();
  const outcome = await answerAsRest(call, `${method} ${template}`);
  finish(response, outcome);
  const status = typeof outcome === 'string' ? 0 : (outcome.status ?? 200);
  stats.end(`${method} ${template}`, status);
}

function finish(response: ServerResponse, outcome: Outcome): void {
  if (outcome === 'cut') response.socket?.destroy();
  else if (outcome !== 'hang') sendAnswer(response, outcome);
}

async function answerPlainly(call: Call): Promise<Answer> {
  try {
    return await handle(call, await readBody(call.request));
  } catch (error) {
    return refusal(asHttpError(error));
  }
}

/** Limits, faults and latency come in between. */
async function answerAsRest(call: Call, template: string): Promise<Outcome> {
  const { world, limits } = call.member;
  const { settings } = world;
  let fault: Fault['kind'] | undefined;
  let outcome: Outcome;
  try {
    const body = await readBody(call.request);
    limits.take(settings, template, world.now());
    fault = faultFor(settings, world.random, call.method, call.url.pathname);
    outcome = disturb(settings, fault) ?? (await handleSlowly(call, body));
  } catch (error) {
    const refused = asHttpError(error);
    if (refused.status !== 429) await pause(settings.latencyMs);
    outcome = refusal(refused);
  }
  return replaceAnswer(fault) ?? outcome;
}

async function handleSlowly(call: Call, body: unknown): Promise<Answer> {
  const { latencyMs, latencyPerObjectMs } = call.member.world.settings;
  const answer = await handle(call, body);
  await pause(latencyMs + latencyPerObjectMs * (answer.objects ?? 0));
  return answer;
}

async function handle({ match, method, url, request }: Call, body: unknown): Promise<Answer> {
  if (!match) throw new HttpError(404, ['Not found.']);
  if (match === 'wrong-method') throw new HttpError(405, ['Method not allowed.']);
  const { route, params } = match;
  const { pathname, searchParams } = url;
  return route.handler({ method, path: pathname, params, query: searchParams, body, request });
}

const asHttpError = (error: unknown): HttpError =>
  error instanceof HttpError
    ? error
    : new HttpError(500, [`The pretend site failed: ${(error as Error).message}`]);

const pause = (ms: number): Promise<void> | undefined =>
  ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined;
