import type { Log } from '../core/kernel/log.ts';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { InvalidInput, NotAllowed } from '../core/kernel/errors.ts';
import type { JiraApp } from '../core/tenants/jira-app.ts';
import type { TenantStore } from '../core/tenants/tenant.ts';
import { openAce, type Ace } from './identity/connect/ace.ts';
import { Unauthenticated, type Caller } from './identity/connect/caller.ts';
import { readContextJwt } from './identity/connect/context-jwt.ts';
import { handleError, notFound } from './middleware/handle-error.ts';
import { headers } from './middleware/headers.ts';
import { limitRefusedCalls } from './middleware/limit-refused-calls.ts';
import type { Call, Reply, ReplyFile, UseCases } from './handling/call.ts';
import { ROUTES, type Route } from './routes.ts';
import { Views } from './view/views.ts';

export interface WebDeps {
  config: {
    baseUrl: string;
    appKey: string;
    siteHosts: string[];
    trustProxy: number;
    pretendSiteUrl: string | undefined;
    requestTimeoutMs: number;
  };
  tenants: TenantStore;
  jira: JiraApp;
  uninstall: (clientKey: string) => Promise<void>;
  useCases: UseCases;
  ready: () => Promise<{ ok: boolean; why?: string }>;
  log: Log;
}

const ROOT = path.resolve(import.meta.dirname, '../..');
const FORM_BYTES = '64kb';
/** A plan asks about up to 500 things, with two fields each; the bytes are bounded above. */
const FORM_FIELDS = 2_000;
const HOST_SCRIPT = 'https://connect-cdn.atl-paas.net/all.js';

/** The inbound side: headers, Connect's routes, the route table with its guards, errors. Resolves when every route is mounted. */
export async function createWeb(deps: WebDeps): Promise<Express> {
  const app = express();
  const views = new Views(path.join(ROOT, 'views'));
  const layout = (): object => ({
    hostScript: deps.config.pretendSiteUrl
      ? `${deps.config.pretendSiteUrl}/_simulator/all.js`
      : HOST_SCRIPT,
  });
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', deps.config.trustProxy);
  app.use(headers(deps.config));
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
  app.use(
    express.json({ limit: FORM_BYTES }),
    express.urlencoded({ extended: false, limit: FORM_BYTES, parameterLimit: FORM_FIELDS }),
  );
  app.use(['/installed', '/uninstalled'], limitRefusedCalls());
  const web = { ...deps, views, layout };
  await new Promise<void>((resolve, reject) => {
    try {
      const ace = openAce(app, { ...deps.config, tenants: deps.tenants, log: deps.log }, () => {
        app.use(notFound, handleError(views, deps.log, layout));
        resolve();
      });
      app.use(ace.context);
      for (const route of ROUTES) app[route.method](route.path, handlerFor(route, ace, web));
    } catch (error) {
      reject(error as Error);
    }
  });
  return app;
}

type Web = WebDeps & { views: Views; layout: () => object };

function handlerFor(route: Route, ace: Ace, web: Web): RequestHandler {
  const answer = async (request: Request, response: Response): Promise<void> => {
    switch (route.guard) {
      case 'public':
        return route.answer(response, web);
      case 'install':
      case 'uninstall':
        await ace.lifecycle(request, response, { registers: route.guard === 'install' });
        return route.answer(request, response, web);
      case 'site':
        await ace.page(request, response).catch(asUnauthenticated);
        response.status(204).end();
        return;
      default: {
        const caller =
          route.guard === 'page'
            ? await ace.page(request, response)
            : await readContextJwt(request, web.tenants);
        const { clock } = web.useCases;
        const asking = clock.monotonicMs();
        const call = await admitted(caller, request, web);
        response.setHeader(
          'Server-Timing',
          `jira;desc="waiting for Jira";dur=${(clock.monotonicMs() - asking).toFixed(1)}`,
        );
        const reply = await route.handle(call);
        if (reply.file) await sendFile(response, reply.file);
        else send(response, reply, route.guard === 'page', web);
      }
    }
  };
  return (request, response, next) => {
    answer(request, response).catch(next);
  };
}

const asUnauthenticated = (): never => {
  throw new Unauthenticated();
};

/** Asks Jira, each time, whether the person is an administrator. @throws NotAllowed, Unavailable */
async function admitted(caller: Caller, request: Request, web: Web): Promise<Call> {
  const { tenant, accountId } = caller;
  if (!(await web.jira.isAdministrator(tenant, accountId))) throw new NotAllowed();
  const person = await web.jira.person(tenant, accountId);
  return {
    ...web.useCases,
    tenant,
    person,
    params: texts(request.params),
    query: texts(request.query),
    form: texts(request.body),
  };
}

/** Text fields only; lists, objects and names that mean something to JavaScript or MongoDB are refused. @throws InvalidInput */
function texts(source: unknown): Record<string, string> {
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of Object.entries((source ?? {}) as Record<string, unknown>)) {
    if (typeof value !== 'string' || !/^[A-Za-z][\w-]{0,63}$/.test(name))
      throw new InvalidInput({
        form: 'The form was sent in a way that is not understood. Reload the page.',
      });
    fields[name] = value;
  }
  return fields;
}

function send(
  response: Response,
  { view, data = {}, status = 200, flag, events = [] }: Reply,
  wholePage: boolean,
  { views, layout }: Web,
): void {
  const triggers: Record<string, unknown> = Object.fromEntries(
    events.map((event) => [event, true]),
  );
  if (flag) triggers['flag'] = flag;
  if (Object.keys(triggers).length > 0) response.setHeader('HX-Trigger', asciiJson(triggers));
  if (view === undefined) {
    response.status(status === 200 ? 204 : status).end();
    return;
  }
  response
    .status(status)
    .type('html')
    .send(wholePage ? views.page(view, data, layout()) : views.render(view, data));
}

/** Who went away in the middle of a download misses nothing; what breaks in the middle for another reason ends the connection, so that half a file is not taken for a whole one. */
async function sendFile(response: Response, { name, type, parts }: ReplyFile): Promise<void> {
  response.status(200).attachment(name).type(type);
  try {
    await pipeline(Readable.from(parts), response);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

/** Headers carry ASCII only. */
const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
