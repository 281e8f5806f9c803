/** atlassian-connect-express, wrapped: descriptor, signed install, page JWTs. Its faults (connect: 1.7) are kept in here. */
import ac, { type AddOn, type StoreAdapter } from 'atlassian-connect-express';
import type { Express, Request, RequestHandler, Response } from 'express';
import jsonwebtoken from 'jsonwebtoken';
import type { TenantStore } from '../../core/tenant/tenant.ts';
import { aceStore } from './ace-store.ts';
import { Unauthenticated, type Caller } from './caller.ts';
import { verified } from './context-jwt.ts';

export interface AceOptions { baseUrl: string; appKey: string; siteHosts: string[]; pretendSiteUrl: string | undefined; tenants: TenantStore; log: { warn(fields: object, message: string): void } }

export interface Ace {
  /** Puts the request context that ACE needs. */
  context: RequestHandler;
  /** Signed by Atlassian's install key (RS256). @throws Unauthenticated */
  install(request: Request, response: Response): Promise<void>;
  /** Signed by the tenant over this very address. @throws Unauthenticated */
  page(request: Request, response: Response): Promise<Caller>;
}

let stores = 0;

/** `whenReady` runs when ACE has mounted its descriptor and install routes: what must come last is mounted there. */
export function openAce(app: Express, options: AceOptions, whenReady: () => void): Ace {
  const { baseUrl, appKey, siteHosts, pretendSiteUrl, tenants } = options;
  delete process.env['AC_OPTS']; // could switch all authentication off
  if (pretendSiteUrl) process.env['CONNECT_KEYS_CDN_URL'] = `${pretendSiteUrl}/_simulator/install-keys`;
  const adapter = `tenants-${(stores += 1)}`;
  ac.store.register(adapter, () => aceStore(tenants) as StoreAdapter);
  const block = {
    store: { adapter }, localBaseUrl: baseUrl, appKey, product: 'jira', expressErrorHandling: true, watch: false, validateDescriptor: false,
    whitelist: pretendSiteUrl ? [...siteHosts, new URL(pretendSiteUrl).hostname] : siteHosts,
  };
  app.post('/installed', installToken);
  const before = new Set(process.listeners('unhandledRejection'));
  const addon: AddOn = ac(app, { config: { development: block, production: block, test: block } as object }, quietLog(options.log) as Console, undefined, whenReady);
  for (const listener of process.listeners('unhandledRejection')) if (!before.has(listener)) process.off('unhandledRejection', listener); // it would hide crashes
  return {
    context: addon.middleware(),
    install: async (request, response) => {
      await asked(addon.authenticateInstall(), request, response);
      assertEnds(tokenOf(request));
    },
    page: async (request, response) => {
      await asked(addon.authenticate(), request, response);
      response.removeHeader('X-acpt'); // ACE's own session token, which could be renewed for ever
      response.locals = {};
      return (await verified(tokenOf(request), tenants)).caller;
    },
  };
}

/** Runs one of ACE's guards; whatever it objects to is the same plain refusal. */
function asked(guard: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    const refuse = (): void => reject(new Unauthenticated());
    try {
      // ACE's guards are asynchronous inside, and throw at tokens that are none.
      void Promise.resolve(guard(request, response, (error?: unknown) => (error === undefined ? resolve() : refuse())) as unknown).catch(refuse);
    } catch {
      refuse();
    }
  });
}

function tokenOf(request: Request): string {
  const [scheme, token] = (request.get('authorization') ?? '').split(' ');
  if (scheme === 'JWT' && token) return token;
  return typeof request.query['jwt'] === 'string' ? request.query['jwt'] : '';
}

/** Stands before ACE's own install route, which fails at tokens that are none and takes those without an end. */
const installToken: RequestHandler = (request, _response, next) => {
  try {
    if (jsonwebtoken.decode(tokenOf(request), { complete: true })?.header.alg !== 'RS256') throw new Unauthenticated();
    assertEnds(tokenOf(request));
    next();
  } catch {
    next(new Unauthenticated());
  }
};

/** ACE takes tokens without an end. */
function assertEnds(token: string): void {
  const claims = jsonwebtoken.decode(token);
  if (claims === null || typeof claims === 'string' || typeof claims.exp !== 'number') throw new Unauthenticated();
}

/** ACE logs shared secrets in two places: of what it says only the fact is kept. */
function quietLog(log: AceOptions['log']): object {
  const noted = (): void => log.warn({ part: 'connect' }, 'A signed call from a site was refused, or ACE had something to say about one.');
  return { error: noted, warn: noted, info: () => undefined, log: () => undefined, debug: () => undefined, trace: () => undefined };
}
