import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import jwt from 'atlassian-jwt';
import type { Exchange } from '../http/exchange.ts';
import type { Descriptor } from './descriptor.ts';

/** How long a page's address and a page's token are valid. */
const PAGE_SECONDS = 180;
const CONTEXT_SECONDS = 900;

export interface InstalledApp {
  baseUrl: string;
  key: string;
  clientKey: string;
  sharedSecret: string;
  descriptor: Descriptor;
}

/**
 * The side of Jira that installs Connect apps and opens their pages: keys, secrets, signed calls.
 */
export class ConnectHost {
  readonly kid = randomBytes(8).toString('hex');
  /** Stable over reinstalls, as Jira's is. */
  readonly clientKey: string;
  app: InstalledApp | undefined;
  #key: string | undefined;
  /** Seconds. */
  #lifecycleSignedAt = 0;

  constructor(siteNumber = 0) {
    this.clientKey =
      siteNumber === 0 ? 'pretend-site-b7a1c9d2' : `pretend-site-${siteNumber + 1}-b7a1c9d2`;
  }

  get publicKey(): string {
    const publicKey = createPublicKey(this.#privateKey());
    return publicKey.export({ type: 'spki', format: 'pem' }).toString();
  }

  /**
   * Reads the descriptor and posts the signed `installed`, with a new shared secret.
   * @throws Error with a sentence
   */
  async install(appUrl: string, siteUrl: string): Promise<InstalledApp> {
    const answer = await fetch(`${appUrl}/atlassian-connect.json`);
    if (!answer.ok) throw new Error(`The descriptor of ${appUrl} answers ${answer.status}.`);
    const descriptor = (await answer.json()) as Descriptor;
    const app: InstalledApp = {
      baseUrl: descriptor.baseUrl,
      key: descriptor.key,
      clientKey: this.clientKey,
      sharedSecret: randomBytes(32).toString('base64url'),
      descriptor,
    };
    await this.#postLifecycle(app, 'installed', siteUrl);
    this.app = app;
    return app;
  }

  async uninstall(siteUrl: string): Promise<void> {
    const app = this.#installed();
    await this.#postLifecycle(app, 'uninstalled', siteUrl);
    this.app = undefined;
  }

  async #postLifecycle(
    app: InstalledApp,
    event: 'installed' | 'uninstalled',
    siteUrl: string,
  ): Promise<void> {
    const path = app.descriptor.lifecycle?.[event];
    if (!path) throw new Error(`The descriptor names no ${event} address.`);
    await this.#nextSecond();
    const body = {
      key: app.key,
      clientKey: app.clientKey,
      sharedSecret: app.sharedSecret,
      baseUrl: siteUrl,
      displayUrl: siteUrl,
      productType: 'jira',
      description: 'Pretend site',
      eventType: event,
      serverVersion: '1',
      pluginsVersion: '1',
      publicKey: '',
    };
    const answer = await fetch(`${app.baseUrl}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `JWT ${this.installToken(app, 'POST', path)}`,
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok)
      throw new Error(
        `${event} was answered with ${answer.status}: ${(await answer.text()).slice(0, 200)}`,
      );
  }

  /** Two calls that are signed in one second bear the same token: one call, sent twice. */
  async #nextSecond(): Promise<void> {
    const waitMs = (this.#lifecycleSignedAt + 1) * 1000 - Date.now();
    if (waitMs > 0) await setTimeout(waitMs);
    this.#lifecycleSignedAt = Math.floor(Date.now() / 1000);
  }

  /** RS256, as for lifecycle calls. */
  installToken(
    app: { baseUrl: string; clientKey: string },
    method: 'GET' | 'POST',
    path: string,
    claims: object = {},
  ): string {
    const now = Math.floor(Date.now() / 1000);
    const payload = {
      iss: app.clientKey,
      aud: [app.baseUrl],
      iat: now,
      exp: now + 180,
      qsh: jwt.createQueryStringHash(jwt.fromMethodAndUrl(method, path)),
      ...claims,
    };
    return jwt.encodeAsymmetric(payload, this.#privateKey(), jwt.AsymmetricAlgorithm.RS256, {
      kid: this.kid,
    });
  }

  /** The signed address of an app's page, as Jira puts it into the iframe. */
  pageUrl(accountId: string, path: string, siteUrl: string): string {
    const app = this.#installed();
    const url = new URL(path, app.baseUrl);
    url.searchParams.set('xdm_e', siteUrl);
    url.searchParams.set('xdm_c', `channel-${app.key}`);
    url.searchParams.set('cp', '');
    url.searchParams.set('lic', 'none');
    url.searchParams.set('cv', '1001.0.0-SNAPSHOT');
    const request = jwt.fromMethodAndUrl('GET', `${url.pathname}${url.search}`);
    const qsh = jwt.createQueryStringHash(request);
    url.searchParams.set('jwt', signToken(app, { sub: accountId, qsh }, PAGE_SECONDS));
    return url.toString();
  }

  /** What `AP.context.getToken()` gives to a page of the app. */
  contextToken(accountId: string): string {
    return signToken(this.#installed(), { sub: accountId, qsh: 'context-qsh' }, CONTEXT_SECONDS);
  }

  #installed(): InstalledApp {
    if (!this.app) throw new Error('No app is installed on the pretend site.');
    return this.app;
  }

  /** Made when it is needed: it takes a while. */
  #privateKey(): string {
    this.#key ??= generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    }).privateKey;
    return this.#key;
  }
}

/** HS256 with the app's shared secret, on behalf of an account. */
function signToken(
  app: InstalledApp,
  claims: { sub: string; qsh: string },
  validSeconds: number,
): string {
  const now = Math.floor(Date.now() / 1000);
  const payload = { iss: app.clientKey, ...claims, iat: now, exp: now + validSeconds, context: {} };
  return jwt.encodeSymmetric(payload, app.sharedSecret);
}

/**
 * The installed app, if it is the one that calls: HS256 with the shared secret, its key as issuer,
 * the hash over this very request.
 */
export function appOf(host: ConnectHost, { request, method }: Exchange): InstalledApp | undefined {
  const header = request.headers.authorization ?? '';
  if (!host.app || !header.startsWith('JWT ')) return undefined;
  try {
    const claims = jwt.decodeSymmetric(
      header.slice(4),
      host.app.sharedSecret,
      jwt.SymmetricAlgorithm.HS256,
    ) as { iss?: string; exp?: number; qsh?: string };
    const expected = jwt.createQueryStringHash(
      jwt.fromMethodAndUrl(method as 'GET', request.url ?? ''),
    );
    return claims.iss === host.app.key &&
      (claims.exp ?? 0) * 1000 > Date.now() &&
      claims.qsh === expected
      ? host.app
      : undefined;
  } catch {
    return undefined; // not signed by the app: treated as a stranger
  }
}
