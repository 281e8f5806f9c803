import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTPayload } from 'jose';
import type { Request } from 'express';
import { z } from 'zod';
import type { Clock } from '../../../core/kernel/time/clock.ts';
import { Unavailable } from '../../../core/kernel/errors.ts';
import { Unauthenticated } from '../unauthenticated.ts';

/** The address jose would fetch the keys from; they are fetched by the given function instead. */
const KEYS = new URL('https://forge.invalid/.well-known/jwks.json');
const ISSUER = 'forge/invocation-token';
const LEEWAY_SECONDS = 3;
/** How often strangers with made-up key ids can make us fetch the keys. */
const COOL_DOWN_MS = 30_000;
const KEYS_KEPT_MS = 600_000;
const IN_HEADER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/;
/** Errors that concern the keys, not the token. */
const KEY_TROUBLE = ['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'];

const Id = z.string().regex(/^[\w:/.-]{1,300}$/);
const Claims = z.object({
  iat: z.number().int().min(0).max(4e9),
  jti: z.string().min(1).max(300),
  principal: z.string().min(1).max(200).optional(),
  app: z.object({
    installation: z.object({
      id: Id,
      contexts: z.array(z.object({ cloudId: z.string().optional() })),
    }),
    environment: z.object({ type: z.string(), id: Id }),
  }),
  context: z.object({ cloudId: Id, siteUrl: z.string().max(300) }).optional(),
});

/** The content of a verified Forge invocation token. */
export interface Fit {
  /** Of this very call. */
  id: string;
  signedAt: Date;
  installationId: string;
  environmentId: string;
  /** The account of the person who uses the page; undefined for calls of the host itself. */
  principal: string | undefined;
  /** The site that shows the page; undefined for calls of the host itself. */
  site: { cloudId: string; url: string } | undefined;
}

type ForgeEnvironment = 'production' | 'staging' | 'development';

export interface FitOptions {
  /** The UUID of the app. */
  appId: string;
  /** Kinds of environment whose installations are allowed. */
  environments: readonly ForgeEnvironment[];
  /** The text of the key set that tokens are signed with. @throws Unavailable */
  fetchKeys: () => Promise<string>;
  clock: Clock;
}

/**
 * Verifies Forge invocation tokens: RS256 with one of Atlassian's keys, the issuer, this app as the
 * audience, an issue time and an expiry, an allowed environment.
 */
export class FitReader {
  readonly #options: FitOptions;
  readonly #keys: ReturnType<typeof createRemoteJWKSet>;

  constructor(options: FitOptions) {
    this.#options = options;
    this.#keys = createRemoteJWKSet(KEYS, {
      cooldownDuration: COOL_DOWN_MS,
      cacheMaxAge: KEYS_KEPT_MS,
      [customFetch]: async () => new Response(await options.fetchKeys()),
    });
  }

  /** @throws Unauthenticated; Unavailable `no-key` when the keys can't be asked for */
  async read(request: Request): Promise<Fit> {
    const headers = request.headersDistinct['authorization'] ?? [];
    const token = headers.length === 1 ? IN_HEADER.exec(headers[0] ?? '')?.[1] : undefined;
    if (token === undefined) throw new Unauthenticated();
    const claims = Claims.safeParse(await this.#verify(token)).data;
    if (!claims || !this.#isLetIn(claims.app.environment.type)) throw new Unauthenticated();
    const { app, context, principal, jti, iat } = claims;
    // The site that shows the page is one of those that the installation is on.
    const isOfInstallation = app.installation.contexts.some(
      ({ cloudId }) => cloudId === context?.cloudId,
    );
    if (context && !isOfInstallation) throw new Unauthenticated();
    return {
      id: jti,
      signedAt: new Date(iat * 1000),
      installationId: app.installation.id,
      environmentId: app.environment.id,
      principal,
      site: context && { cloudId: context.cloudId, url: context.siteUrl },
    };
  }

  async #verify(token: string): Promise<JWTPayload> {
    const { appId, clock } = this.#options;
    try {
      const { payload } = await jwtVerify(token, this.#keys, {
        issuer: ISSUER,
        audience: `ari:cloud:ecosystem::app/${appId}`,
        algorithms: ['RS256'],
        clockTolerance: LEEWAY_SECONDS,
        currentDate: new Date(clock.now()),
        requiredClaims: ['exp', 'iat', 'jti', 'app'],
      });
      return payload;
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      const code = error instanceof errors.JOSEError ? error.code : '';
      if (!KEY_TROUBLE.includes(code)) throw new Unauthenticated();
      const message = "This call's signature couldn't be checked. Try again in a minute.";
      throw new Unavailable('no-key', message, { cause: error });
    }
  }

  #isLetIn(type: string): boolean {
    return this.#options.environments.some((environment) => environment === type.toLowerCase());
  }
}
