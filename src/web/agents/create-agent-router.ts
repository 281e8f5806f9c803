import express, { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { InvalidInput, ProductError } from '../../core/kernel/errors.ts';
import type { Log } from '../../core/kernel/log.ts';
import type { AgentCallEnd, TakenCall } from '../../core/sites/agents/agent-call.ts';
import type { AgentDoor } from '../../core/sites/agents/agent-door.ts';
import type { AgentToken } from '../../core/sites/agents/agent-token.ts';
import { Unauthenticated } from '../identity/unauthenticated.ts';
import { settleError } from '../middleware/handle-error.ts';

/** Of a piece of an answer; agents send 256 KB. */
const PIECE_BYTES = 1 << 20;
const MAX_PIECES = 4_096;
const word = z.string().min(1).max(200);
const Hello = z.object({
  instance: word,
  host: word,
  version: word,
  place: word,
  free: z.number().int().min(1).max(100),
});
const End = z.union([
  z.object({
    status: z.number().int().min(200).max(599),
    headers: z.record(z.string().max(100), z.string().max(4_000)),
    pieces: z.number().int().min(0).max(MAX_PIECES),
    last: z.base64(),
  }),
  z.object({
    failure: z.enum(['refused', 'unsent', 'lost', 'too-large']),
    why: z.string().max(500),
  }),
]);
const CALL_ID = /^[0-9a-f]{24}$/;

interface AgentRouterDeps {
  door: AgentDoor;
  log: Log;
}

/** A request of an agent whose token was accepted. */
interface AgentRequest {
  token: AgentToken;
  request: Request;
  response: Response;
}

/**
 * The agents' entrance: they ask for calls and deliver the answers. Every address checks the
 * agent's token before it reads a body.
 */
export function createAgentRouter({ door, log }: AgentRouterDeps): Router {
  const router = Router();
  const tokens = new WeakMap<Request, AgentToken>();
  router.use((request, _response, next) => {
    believe(door, request).then((token) => {
      tokens.set(request, token);
      next();
    }, next);
  });
  const answering =
    (answer: (asked: AgentRequest) => Promise<void>): RequestHandler =>
    (request, response, next) => {
      const token = tokens.get(request);
      if (token) answer({ token, request, response }).catch(next);
      else next(new Unauthenticated());
    };
  const json = express.json({ limit: PIECE_BYTES });
  const raw = express.raw({ type: 'application/octet-stream', limit: PIECE_BYTES });
  router.post(
    '/poll',
    json,
    answering((asked) => poll(door, asked)),
  );
  router.post(
    '/calls/:id/begin',
    answering((asked) => begin(door, asked)),
  );
  router.post(
    '/calls/:id/pieces/:number',
    raw,
    answering((asked) => addPiece(door, asked)),
  );
  router.post(
    '/calls/:id/end',
    json,
    answering((asked) => end(door, asked)),
  );
  router.use((_request, response) => void response.status(404).json({ message: 'Unknown.' }));
  router.use(answerError(log));
  return router;
}

/** @throws Unauthenticated */
async function believe(door: AgentDoor, request: Request): Promise<AgentToken> {
  const text = /^Bearer (\S{1,200})$/.exec(request.get('authorization') ?? '')?.[1];
  const token = text === undefined ? undefined : await door.believe(text);
  if (!token) throw new Unauthenticated();
  return token;
}

async function poll(door: AgentDoor, { token, request, response }: AgentRequest): Promise<void> {
  const hello = read(Hello, request.body);
  const gone = new AbortController();
  const leave = (): void => gone.abort(new Error('The agent is gone.'));
  response.once('close', leave);
  if (response.closed) leave(); // while its token was looked up
  const calls = await door.poll(token, hello, gone.signal);
  if (!gone.signal.aborted) response.json({ calls: calls.map(toWire) });
}

const toWire = ({ body, ...call }: TakenCall): object => ({
  ...call,
  body: body?.toString('base64'),
});

async function begin(door: AgentDoor, { token, request, response }: AgentRequest): Promise<void> {
  const isWanted = await door.begin(token, callIdOf(request));
  response.status(isWanted ? 204 : 409).end();
}

async function addPiece(
  door: AgentDoor,
  { token, request, response }: AgentRequest,
): Promise<void> {
  const number = Number(request.params['number']);
  const bytes: unknown = request.body;
  if (!Number.isInteger(number) || number < 0 || number >= MAX_PIECES || !Buffer.isBuffer(bytes))
    throw unreadable();
  const isWanted = await door.addPiece(token, callIdOf(request), { number, bytes });
  response.status(isWanted ? 204 : 409).end();
}

async function end(door: AgentDoor, { token, request, response }: AgentRequest): Promise<void> {
  const sent = read(End, request.body);
  const came: AgentCallEnd =
    'failure' in sent ? sent : { ...sent, last: Buffer.from(sent.last, 'base64') };
  const isWanted = await door.end(token, callIdOf(request), came);
  response.status(isWanted ? 204 : 409).end();
}

/** @throws InvalidInput */
function callIdOf(request: Request): string {
  const { id = '' } = request.params;
  if (!CALL_ID.test(id)) throw unreadable();
  return id;
}

/** @throws InvalidInput */
function read<S extends z.ZodType>(shape: S, body: unknown): z.output<S> {
  const parsed = shape.safeParse(body);
  if (!parsed.success) throw unreadable();
  return parsed.data;
}

const unreadable = (): InvalidInput =>
  new InvalidInput({ body: "The agent's request can't be read. Update the agent." });

/** Whoever runs the agent reads its log, so the answer says what a page would say. */
function answerError(log: Log): express.ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status, message } =
      error instanceof Unauthenticated
        ? { status: 401, message: "This token isn't valid, or was revoked." }
        : settleError(error, request, log);
    const code = error instanceof ProductError ? error.code : undefined;
    response.status(status).json({ message, code });
  };
}
