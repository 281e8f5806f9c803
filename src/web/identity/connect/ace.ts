/**
 * atlassian-connect-express, wrapped: descriptor and signed lifecycle calls. Its faults (connect:
 * 1.7) are kept in here.
 */
import { createHash } from 'node:crypto';
import ac, { type AddOn, type StoreAdapter } from 'atlassian-connect-express';
import type { Express, Request, RequestHandler, Response } from 'express';
import jsonwebtoken from 'jsonwebtoken';
import { Unavailable } from '../../../core/kernel/errors.ts';
import type { Installations } from '../../../core/tenants/installations.ts';
import { aceStore } from './ace-store.ts';
import { Unauthenticated } from '../unauthenticated.ts';
import { tokenOf } from './token-of.ts';

export interface AceOptions {
  baseUrl: string;
  appKey: string;
  siteHosts: string[];
  pretendSiteUrl: string | undefined;
  requestTimeoutMs: number;
  installations: Installations;
  log: { warn(fields: object, message: string): void };
}

export interface Ace {
  /**
   * Signed by Atlassian's install key (RS256); `registers` demands a host on the list, too. Answers
   * which call it is, and when it was signed.
   * @throws Unauthenticated
   */
  lifecycle(
    request: Request,
    response: Response,
    options: { registers: boolean },
  ): Promise<{ id: string; signedAt: Date }>;
}

let stores = 0;

/** `whenReady` runs when ACE has mounted its descriptor: what must come last is mounted there. */
export function openAce(app: Express, options: AceOptions, whenReady: () => void): Ace {
  const { baseUrl, appKey, siteHosts, pretendSiteUrl, requestTimeoutMs, installations } = options;
  delete process.env['AC_OPTS']; // could switch all authentication off
  if (pretendSiteUrl)
    process.env['CONNECT_KEYS_CDN_URL'] = `${pretendSiteUrl}/_simulator/install-keys`;
  const adapter = `tenants-${(stores += 1)}`;
  ac.store.register(adapter, () => aceStore(installations) as StoreAdapter);
  const block = {
    store: { adapter },
    localBaseUrl: baseUrl,
    appKey,
    product: 'jira',
    expressErrorHandling: true,
    setupInstallRoute: false,
    watch: false,
    validateDescriptor: false,
    whitelist: pretendSiteUrl ? [...siteHosts, new URL(pretendSiteUrl).hostname] : siteHosts,
  };
  const before = new Set(process.listeners('unhandledRejection'));
  const addon: AddOn = ac(
    app,
    { config: { development: block, production: block, test: block } as object },
    quietLog(options.log) as Console,
    undefined,
    whenReady,
  );
  for (const listener of process.listeners('unhandledRejection'))
    if (!before.has(listener)) process.off('unhandledRejection', listener); // it would hide crashes
  return {
    lifecycle: async (request, response, { registers }) => {
      const token = tokenOf(request, ['header', 'query']); // the one that ACE finds, too
      const signedAt = readSignedAt(token);
      await runGuard(
        registers ? addon.verifyInstallation() : addon.authenticateInstall(),
        request,
        response,
        requestTimeoutMs,
      );
      return { id: idOf(token, request.body), signedAt };
    },
  };
}

/** Two calls of one second may have the same token: what they say is part of it. */
const idOf = (token: string, body: unknown): string =>
  createHash('sha256')
    .update(`${token} ${JSON.stringify(body)}`)
    .digest('hex');

/**
 * Runs one of ACE's guards; whatever it objects to is the same plain refusal. ACE itself would wait
 * for Atlassian's key server for ever.
 */
function runGuard(
  guard: RequestHandler,
  request: Request,
  response: Response,
  timeoutMs: number,
): Promise<void> {
  let late: NodeJS.Timeout | undefined;
  return new Promise<void>((resolve, reject) => {
    late = setTimeout(
      () =>
        reject(
          new Unavailable(
            'no-key',
            'The signature of this call could not be checked in time. Try again later.',
          ),
        ),
      timeoutMs,
    );
    const refuse = (): void => reject(new Unauthenticated());
    try {
      // ACE's guards are asynchronous inside, and throw at tokens that are none.
      void Promise.resolve(
        guard(request, response, (error?: unknown) =>
          error === undefined ? resolve() : refuse(),
        ) as unknown,
      ).catch(refuse);
    } catch {
      refuse();
    }
  }).finally(() => clearTimeout(late));
}

/**
 * ACE fails at tokens that are none, takes those without a beginning and an end, and puts the key's
 * id into an address as it is. @throws Unauthenticated
 */
function readSignedAt(token: string): Date {
  const decoded = jsonwebtoken.decode(token, { complete: true });
  const { header, payload } = decoded ?? {};
  const fits =
    header?.alg === 'RS256' &&
    /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(header.kid ?? '') &&
    typeof payload === 'object' &&
    typeof payload.exp === 'number' &&
    typeof payload.iat === 'number';
  const signedAt = new Date(fits ? Number(payload.iat) * 1000 : NaN);
  if (Number.isNaN(signedAt.getTime())) throw new Unauthenticated();
  return signedAt;
}

/** ACE logs shared secrets in two places: of what it says only the fact is kept. */
function quietLog(log: AceOptions['log']): object {
  const noted = (): void =>
    log.warn(
      { part: 'connect' },
      'A signed call from a site was refused, or ACE had something to say about one.',
    );
  return {
    error: noted,
    warn: noted,
    info: () => undefined,
    log: () => undefined,
    debug: () => undefined,
    trace: () => undefined,
  };
}
