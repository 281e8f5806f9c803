import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, Exchange } from '../http/exchange.ts';
import { HttpError } from '../http/http-error.ts';
import { readAddress, type Address } from '../http/read-address.ts';
import { readBody } from '../http/read-body.ts';
import type { RouteMatch } from '../http/router.ts';
import { sendAnswer } from '../http/send-answer.ts';
import { sendContent } from '../http/send-content.ts';
import { changedJson } from '../faults/change.ts';
import { lowerIds, raiseIds } from '../assets/raise-ids.ts';
import { chooseFaults, type ChosenFaults } from '../faults/choose-faults.ts';
import { reshapeAnswer, reshapeQuery } from '../faults/reshape-answer.ts';
import type { Disturbance } from '../faults/fault.ts';
import { disturb, inShape, refusal, replaceAnswer, type Outcome } from '../world/disturb.ts';
import { moveObjects } from '../world/move-objects.ts';
import { endpointOf } from '../world/limits.ts';
import type { World } from '../world/world.ts';
import type { Cloud, Member } from './cloud.ts';

/**
 * Calls of the product; others (pages, control) are neither limited, nor disturbed, nor counted.
 */
const REST = /^\/(jsm|rest|_edge)\//;
const ASSETS = /^\/jsm\//;
const JSON_TYPE = { 'content-type': 'application/json;charset=UTF-8' };
/** How often a request that is held looks whether it may go on. */
const HOLD_LOOK_MS = 5;
const CONTROL = /^\/_simulator\//;

interface Call {
  member: Member;
  method: string;
  url: URL;
  address: Address;
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
  const address = readAddress(withoutContext(url.pathname, called.contextPath()));
  const moved = redirectOf(called, address, request);
  if (moved) return sendAnswer(response, moved);
  const member = cloud.ownerOf(address, called);
  if (!member) return sendAnswer(response, refusal(HttpError.of(404, { message: 'Not found' })));
  const match = member.router.match(method, address.path);
  const call: Call = { member, method, url, address, match, request };
  if (!REST.test(address.path)) return finish(call, response, await answerPlainly(call));
  const template = `${method} ${typeof match === 'object' ? match.route.template : 'unknown'}`;
  const { stats } = member.world;
  stats.begin();
  const outcome = await answerAsRest(call, template);
  await finish(call, response, outcome);
  const status = typeof outcome === 'string' ? 0 : (outcome.status ?? 200);
  stats.end(template, address.form, status);
}

/** What is asked beside the context path is nothing that this site knows. */
function withoutContext(path: string, contextPath: string): string {
  if (contextPath === '' || CONTROL.test(path)) return path;
  return path.startsWith(`${contextPath}/`) ? path.slice(contextPath.length) : '/rest/beside';
}

/** Where a site has gone that was called at an address of before its renaming. */
function redirectOf(
  { world }: Member,
  { form, path }: Address,
  { socket, url }: IncomingMessage,
): Answer | undefined {
  const isOwnHost = (form === 'site' || form === 'gateway') && !CONTROL.test(path);
  if (!isOwnHost || !world.formerPorts.has(socket.localPort ?? 0)) return undefined;
  return { status: 301, text: '', headers: { location: `${world.url}${url ?? '/'}` } };
}

async function finish(
  { member, request }: Call,
  response: ServerResponse,
  outcome: Outcome,
): Promise<void> {
  if (outcome === 'hang') return;
  if (outcome === 'cut') return void response.socket?.destroy();
  const { content } = outcome;
  if (!content) return sendAnswer(response, outcome);
  const { mediaRanges: ranges, mediaCutBytes: cutBytes } = member.world.settings;
  await sendContent(response, content, { range: request.headers.range, ranges, cutBytes });
}

async function answerPlainly(call: Call): Promise<Answer> {
  try {
    return await handle(call, call.url.searchParams, await readBody(call.request));
  } catch (error) {
    return refusal(asHttpError(error));
  }
}

/** Limits, faults and latency come in between. */
async function answerAsRest(call: Call, template: string): Promise<Outcome> {
  const { world, limits, jiraLimits, buckets } = call.member;
  const { settings } = world;
  let faults: ChosenFaults | undefined;
  let outcome: Outcome;
  let said: Record<string, string> = {};
  try {
    const body = await readBody(call.request);
    const key = call.request.headers.authorization ?? '';
    limits.take(settings, { endpoint: endpointOf(template), key }, world.now());
    jiraLimits.take(settings, template, call.address.path, world.now());
    if (world.isDataCenter) said = buckets.take(settings, key, world.now());
    faults = faultsOf(call, body);
    await whileHeld(call, faults.disturbance);
    if (call.request.socket.destroyed) return 'cut';
    const disturbed = disturb(settings, faults.disturbance, world.now());
    outcome = disturbed ?? (await handleReshaped(call, body, faults));
  } catch (error) {
    const refused = asHttpError(error);
    if (refused.status !== 429) await pause(settings.latencyMs * crowdingOf(world));
    outcome = refusal(inShape(refused, settings));
  }
  return withHeaders(replaceAnswer(faults?.disturbance) ?? outcome, said);
}

function withHeaders(outcome: Outcome, headers: Record<string, string>): Outcome {
  if (typeof outcome === 'string') return outcome;
  return { ...outcome, headers: { ...headers, ...outcome.headers } };
}

/** Until the fault is no longer set, or the caller has gone. */
async function whileHeld({ member, request }: Call, fault: Disturbance | undefined): Promise<void> {
  const { settings } = member.world;
  const isHeld = (): boolean =>
    fault?.kind === 'hold' && settings.faults.includes(fault) && !request.socket.destroyed;
  while (isHeld()) await pause(HOLD_LOOK_MS);
}

function faultsOf({ member, method, url }: Call, body: unknown): ChosenFaults {
  const { settings, random } = member.world;
  const isText = body !== undefined && !Buffer.isBuffer(body);
  const sent = isText ? JSON.stringify(body) : '';
  const request = { method, path: url.pathname, query: url.search, sent };
  return chooseFaults(settings.faults, random, request);
}

/** What faults let through and let arrive; the usual answer where none of them reshapes it. */
async function handleReshaped(
  call: Call,
  body: unknown,
  { reshapings }: ChosenFaults,
): Promise<Answer> {
  if (reshapings.length === 0) return handleSlowly(call, call.url.searchParams, body);
  const asked = call.url.searchParams;
  for (const fault of reshapings)
    if (fault.kind === 'move') moveObjects(call.member.world, fault.count, body);
  const answer = await handleSlowly(call, reshapeQuery(asked, reshapings), body);
  if (answer.json === undefined) return answer;
  const { json, ...rest } = answer;
  const reshaped: unknown = JSON.parse(JSON.stringify(json));
  reshapeAnswer(reshaped, asked, reshapings);
  return { ...rest, text: changedJson(reshaped), headers: { ...JSON_TYPE, ...rest.headers } };
}

async function handleSlowly(call: Call, query: URLSearchParams, body: unknown): Promise<Answer> {
  const { world } = call.member;
  const { latencyMs, latencyPerObjectMs } = world.settings;
  const answer = await handle(call, query, body);
  const usual = latencyMs + latencyPerObjectMs * (answer.objects ?? 0);
  await pause(usual * crowdingOf(world));
  return answer;
}

/** How many times as long answers take as with few calls under way. */
const crowdingOf = ({ settings: { callsAtEase }, stats }: World): number =>
  callsAtEase === 0 ? 1 : Math.max(1, stats.concurrent / callsAtEase);

async function handle(
  { member, match, address, method, request }: Call,
  query: URLSearchParams,
  body: unknown,
): Promise<Answer> {
  if (!match) {
    if (member.unknownRoute) return member.unknownRoute;
    throw new HttpError(404, ['Not found.']);
  }
  if (match === 'wrong-method') throw new HttpError(405, ['Method not allowed.']);
  const { route, params } = match;
  const { form, path } = address;
  const exchange = { method, path, form, params, query, body, request };
  const hasLargeIds = member.world.settings.largeIds && ASSETS.test(path);
  if (!hasLargeIds) return route.handler(exchange);
  const answer = await route.handler({ ...exchange, ...withLowIds(exchange) });
  return answer.json === undefined ? answer : { ...answer, json: raiseIds(answer.json) };
}

/** What the site is asked, by its own ids. */
function withLowIds({
  params,
  query,
  body,
}: Pick<Exchange, 'params' | 'query' | 'body'>): Pick<Exchange, 'params' | 'query' | 'body'> {
  const isJson = body !== undefined && !Buffer.isBuffer(body);
  return {
    params: JSON.parse(lowerIds(JSON.stringify(params))) as Record<string, string>,
    query: new URLSearchParams(lowerIds(query.toString())),
    body: isJson ? (JSON.parse(lowerIds(JSON.stringify(body))) as unknown) : body,
  };
}

const asHttpError = (error: unknown): HttpError =>
  error instanceof HttpError
    ? error
    : new HttpError(500, [`The pretend site failed: ${(error as Error).message}`]);

const pause = (ms: number): Promise<void> | undefined =>
  ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined;
