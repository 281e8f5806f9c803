import type { Request, RequestHandler, Response } from 'express';
import type { Clock } from '../core/kernel/time/clock.ts';
import { NotAllowed } from '../core/kernel/errors.ts';
import { readFields, readHostFields } from './forms/read-fields.ts';
import type { Asked, UseCases } from './handling/call.ts';
import type { RequestTurns } from './handling/request-turns.ts';
import type { CallerSource, Identity } from './identity/identity.ts';
import type { Readiness, Route } from './routes/route.ts';
import type { Caller } from './identity/caller.ts';
import type { Reader } from './view/reader.ts';
import { sendReply, type Rendering } from './send-reply.ts';

export interface AnswerDeps {
  identity: Identity;
  useCases: UseCases;
  clock: Clock;
  ready: () => Promise<Readiness>;
  rendering: Rendering;
  turns: RequestTurns;
}

/** One route behind its guard. */
export function answerRoute(route: Route, deps: AnswerDeps): RequestHandler {
  return (request, response, next) => {
    answer(route, deps, request, response).catch(next);
  };
}

async function answer(
  route: Route,
  deps: AnswerDeps,
  request: Request,
  response: Response,
): Promise<void> {
  switch (route.guard) {
    case 'public':
      return route.answer(response, deps.ready);
    case 'install':
    case 'uninstall':
    case 'site':
      return deps.identity.receive(route.guard, request, response);
    case 'page':
    case 'fragment': {
      const asked = await admit(request, response, route.guard, deps);
      const reply = await deps.turns.take(asked.caller.tenant.id, async () =>
        isWanted(route, response) ? route.handle({ ...deps.useCases, ...asked }) : undefined,
      );
      if (!reply) return;
      const hostScript = deps.identity.hostScript(asked.caller.tenant.siteUrl);
      const rendering = { ...deps.rendering, layout: { hostScript } };
      return sendReply(response, reply, route.guard, rendering);
    }
  }
}

/** Whether somebody still waits for what only shows something. */
export const isWanted = ({ method }: Route, response: Response): boolean =>
  method === 'post' || !response.destroyed;

const readerOf = ({ person: { timeZone, locale } }: Caller, nowMs: number): Reader => ({
  timeZone,
  locale,
  nowMs,
});

/** Administrators only. @throws Unauthenticated, NotAllowed, Unavailable, InvalidInput */
export async function admit(
  request: Request,
  response: Response,
  guard: 'page' | 'fragment',
  { identity, clock }: { identity: CallerSource; clock: Clock },
): Promise<Asked> {
  const caller = await identity.identify(request, response, guard);
  if (!caller.may.administer) throw new NotAllowed();
  return {
    caller,
    reader: readerOf(caller, clock.now()),
    params: readFields(request.params),
    query: guard === 'page' ? readHostFields(request.query) : readFields(request.query),
    form: guard === 'page' ? {} : readFields(request.body),
  };
}
