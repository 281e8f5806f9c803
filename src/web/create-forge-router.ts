import express, { Router, type ErrorRequestHandler, type RequestHandler } from 'express';
import type { Clock } from '../core/kernel/time/clock.ts';
import { InvalidInput, NotFound } from '../core/kernel/errors.ts';
import type { Log } from '../core/kernel/log.ts';
import type { ResidencyMoves } from '../core/use-cases/installations/residency-moves.ts';
import { admit, isWanted } from './answer-route.ts';
import { createResidencyRouter } from './create-residency-router.ts';
import { FORM_BYTES, HOST_BYTES, MAX_FORM_FIELDS } from './forms/max-form-fields.ts';
import type { UseCases } from './handling/call.ts';
import type { RequestTurns } from './handling/request-turns.ts';
import type { ForgeEvent, ForgeIdentity } from './identity/forge/forge-identity.ts';
import { Unauthenticated } from './identity/unauthenticated.ts';
import { settleError } from './middleware/handle-error.ts';
import type { Route } from './routes/route.ts';
import { ROUTES } from './routes/routes.ts';
import { sendErrorInEnvelope, sendInEnvelope } from './send-in-envelope.ts';
import type { ViewModels } from './routes/view-models.ts';
import type { Views } from './view/views.ts';

interface ForgeRouterDeps {
  forge: ForgeIdentity;
  residency: ResidencyMoves;
  useCases: UseCases;
  views: Views<ViewModels>;
  turns: RequestTurns;
  clock: Clock;
  log: Log;
}

/** What the manifest's endpoints post, by their addresses below the door. */
const EVENTS: Record<string, ForgeEvent> = {
  '/events/installed': 'installed',
  '/events/upgraded': 'upgraded',
  '/events/hour': 'hour',
  '/events/leaving': 'leaving',
};

/** Where the manifest's residency module has its hooks. */
const RESIDENCY = '/residency';

/**
 * The door of Forge: the same fragments and commands as for Connect's, each behind its invocation
 * token and in an envelope, and what Forge reports about installations. A request with a bad token
 * gets a plain 401, whatever it asks for; no other request does.
 */
export function createForgeRouter(deps: ForgeRouterDeps): Router {
  const router = Router();
  router.use(believe(deps));
  for (const [path, event] of Object.entries(EVENTS))
    router.post(path, express.json({ limit: HOST_BYTES }), receive(event, deps));
  router.use(RESIDENCY, createResidencyRouter(deps));
  router.use(express.json({ limit: FORM_BYTES }), readSentForm);
  for (const route of ROUTES)
    if (route.guard === 'fragment') router[route.method](route.path, answer(route, deps));
  router.use(findNothing, answerError(deps));
  return router;
}

const findNothing: RequestHandler = (_request, _response, next) => next(new NotFound());

function believe({ forge }: ForgeRouterDeps): RequestHandler {
  return (request, _response, next) => {
    forge.believe(request).then(() => next(), next);
  };
}

function receive(event: ForgeEvent, { forge, log }: ForgeRouterDeps): RequestHandler {
  return (request, response, next) => {
    forge.receive(event, request).then(() => {
      log.info({ event, traceId: request.get('x-b3-traceid') }, 'Forge told of an installation.');
      response.status(204).end();
    }, next);
  };
}

function answer(
  route: Extract<Route, { guard: 'page' | 'fragment' }>,
  { forge, useCases, views, turns, clock }: ForgeRouterDeps,
): RequestHandler {
  return (request, response, next) => {
    const answered = async (): Promise<void> => {
      const asked = await admit(request, response, 'fragment', { identity: forge, clock });
      const reply = await turns.take(asked.caller.tenant.id, async () =>
        isWanted(route, response) ? route.handle({ ...useCases, ...asked }) : undefined,
      );
      if (reply) await sendInEnvelope(request, response, reply, views);
    };
    answered().catch(next);
  };
}

/** The page sends forms as a browser would, as one text. */
const readSentForm: RequestHandler = (request, _response, next) => {
  const { form = '' } = (request.body ?? {}) as { form?: unknown };
  if (typeof form !== 'string' || form.split('&').length > MAX_FORM_FIELDS) {
    next(new InvalidInput({ form: "The form couldn't be read. Reload the page." }));
    return;
  }
  const sent = new URLSearchParams(form);
  const names = [...new Set(sent.keys())];
  request.body = Object.fromEntries(names.map((name) => [name, oneOrAll(sent.getAll(name))]));
  next();
};

/**
 * As a browser's form is read: a repeated name becomes a list, which none of our fields accepts.
 */
const oneOrAll = (values: string[]): unknown => (values.length === 1 ? values[0] : values);

function answerError({ views, log }: ForgeRouterDeps): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    if (error instanceof Unauthenticated) {
      response.status(401).json({});
      return;
    }
    // Atlassian's support finds the call by this.
    const traceId = request.get('x-b3-traceid');
    const withTrace: Log = {
      debug: (fields, message) => log.debug({ ...fields, traceId }, message),
      info: (fields, message) => log.info({ ...fields, traceId }, message),
      warn: (fields, message) => log.warn({ ...fields, traceId }, message),
      error: (fields, message) => log.error({ ...fields, traceId }, message),
    };
    const settled = settleError(error, request, withTrace);
    // The host decides by the HTTP status whether to send an event again.
    const isOfHost = request.path in EVENTS || request.path.startsWith(`${RESIDENCY}/`);
    if (isOfHost) response.status(settled.status).json({});
    else sendErrorInEnvelope(response, settled, views);
  };
}
