import path from 'node:path';
import express, { type Express } from 'express';
import type { Clock } from '../core/kernel/time/clock.ts';
import type { Log } from '../core/kernel/log.ts';
import type { ResidencyMoves } from '../core/use-cases/installations/residency-moves.ts';
import type { AgentDoor } from '../core/sites/agents/agent-door.ts';
import { createAgentRouter } from './agents/create-agent-router.ts';
import { answerRoute } from './answer-route.ts';
import { createForgeRouter } from './create-forge-router.ts';
import type { UseCases } from './handling/call.ts';
import { RequestTurns } from './handling/request-turns.ts';
import type { ForgeIdentity } from './identity/forge/forge-identity.ts';
import type { Identity } from './identity/identity.ts';
import { FORM_BYTES, HOST_BYTES, MAX_FORM_FIELDS } from './forms/max-form-fields.ts';
import { handleError, notFound } from './middleware/handle-error.ts';
import { headers } from './middleware/headers.ts';
import { limitRefusedCalls } from './middleware/limit-refused-calls.ts';
import type { Readiness, Route } from './routes/route.ts';
import { ROUTES } from './routes/routes.ts';
import type { ViewModels } from './routes/view-models.ts';
import { Views } from './view/views.ts';

export interface WebDeps {
  /** How many proxies stand in front of the service. */
  trustProxy: number;
  identity: Identity;
  /** The door of Forge; absent where it is not set up. */
  forge?: ForgeIdentity | undefined;
  residency: ResidencyMoves;
  /** The door of agents. */
  agents: AgentDoor;
  useCases: UseCases;
  ready: () => Promise<Readiness>;
  clock: Clock;
  log: Log;
}

const ROOT = path.resolve(import.meta.dirname, '../..');
const FORGE_ROOT = '/forge';
const AGENT_ROOT = '/agent';

/**
 * The inbound side: headers, the front door, the route table with its guards, errors. Resolves when
 * every route is mounted.
 */
export async function createWeb(deps: WebDeps): Promise<Express> {
  const { identity, log } = deps;
  const app = express();
  const views = new Views<ViewModels>(path.join(ROOT, 'views'));
  const layout = { hostScript: identity.hostScript() };
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', deps.trustProxy);
  app.set('query parser', 'simple'); // names as they are: brackets and dots mean nothing
  app.use(headers(identity.origins));
  servePublicFiles(app);
  const { forge } = deps;
  const turns = new RequestTurns();
  if (forge) app.use(FORGE_ROOT, createForgeRouter({ ...deps, forge, views, turns }));
  app.use(AGENT_ROOT, limitRefusedCalls(), createAgentRouter({ door: deps.agents, log }));
  app.use(addressesOf(costsKeyLookup), limitRefusedCalls());
  app.use(addressesOf(isFromHost), express.json({ limit: HOST_BYTES }));
  app.use(
    express.json({ limit: FORM_BYTES }),
    express.urlencoded({ extended: false, limit: FORM_BYTES, parameterLimit: MAX_FORM_FIELDS }),
  );
  const mounted = identity.mount(app);
  const answerDeps = { ...deps, rendering: { views, layout }, turns };
  for (const route of ROUTES) app[route.method](route.path, answerRoute(route, answerDeps));
  await mounted;
  app.use(
    notFound,
    handleError({
      log,
      render: (view, as) =>
        as === 'page'
          ? views.page('error', view, { ...layout, isError: true })
          : views.render('error', view),
    }),
  );
  return app;
}

/** Whether a call makes the service ask Atlassian for a key. */
const costsKeyLookup = ({ guard }: Route): boolean => guard === 'install' || guard === 'uninstall';
const isFromHost = (route: Route): boolean => costsKeyLookup(route) || route.guard === 'site';

const addressesOf = (isMeant: (route: Route) => boolean): string[] =>
  ROUTES.filter(isMeant).map(({ path: address }) => address);

function servePublicFiles(app: Express): void {
  app.get('/public/htmx.js', (_request, response) =>
    response.sendFile(path.join(ROOT, 'node_modules/htmx.org/dist/htmx.min.js'), {
      headers: { 'cache-control': 'public, max-age=3600' },
    }),
  );
  app.use(
    '/public',
    express.static(path.join(ROOT, 'public'), {
      index: false,
      setHeaders: (response) => response.setHeader('cache-control', 'public, max-age=300'),
    }),
  );
}
