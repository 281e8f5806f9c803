import { createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import jwt from 'atlassian-jwt';
import type { Account } from '../accounts/account.ts';
import type { World } from '../world/world.ts';

export const FORGE_APP_ID = '2b9a8f0e-1111-4222-8333-444455556666';
const APP = `ari:cloud:ecosystem::app/${FORGE_APP_ID}`;
const FIT_SECONDS = 25;
const TOKEN_MS = 4 * 3_600_000;
/** Of an event that is not answered well: so often, so far apart. */
const TRIES = 5;
const APART_MS = 60_000;

export type ForgeEnvironment = 'PRODUCTION' | 'STAGING' | 'DEVELOPMENT';
export type ForgeEvent = 'installed' | 'upgraded' | 'hour' | 'leaving';

export interface ForgeInstallation {
  id: string;
  environment: ForgeEnvironment;
  /** Where the manifest's remote is; empty as long as nobody has said. */
  remoteUrl: string;
}

interface GivenToken {
  /** Of a person; the app itself has one of its own. */
  accountId: string;
  installationId: string;
  until: number;
}

/** What an invocation token says beside the usual. */
interface FitOptions {
  /** The person in front of the page; a call of the host itself names none. */
  accountId?: string | undefined;
  /** Instead of those that are usual. */
  claims?: object;
}

/**
 * The side of Atlassian that installs Forge apps and calls their remote: keys, invocation tokens,
 * tokens of persons, events.
 */
export class ForgeHost {
  /** Another one at each start, as the key is. */
  readonly kid = randomUUID();
  installation: ForgeInstallation | undefined;
  /** How far apart the tries of an event are. */
  apartMs = APART_MS;
  readonly #world: World;
  readonly #tokens = new Map<string, GivenToken>();
  /** As whom Jira knows the app: it administers nothing, and sees what everybody sees. */
  readonly appAccount: Account;
  #key: string | undefined;

  constructor(world: World) {
    this.#world = world;
    this.appAccount = makeAppAccount(world.cloudId);
  }

  /** Installs the app, again each time; tells nobody: events come late, twice or never. */
  install(remoteUrl: string, environment: ForgeEnvironment = 'PRODUCTION'): ForgeInstallation {
    const id = `ari:cloud:ecosystem::installation/${randomUUID()}`;
    this.installation = { id, environment, remoteUrl };
    return this.installation;
  }

  /** An administrator says where the service of the site is, where the manifest leaves it open. */
  setRemote(url: string): void {
    this.#installed().remoteUrl = url;
  }

  /** Nothing of the installation counts any more. */
  uninstall(): void {
    this.installation = undefined;
    this.#tokens.clear();
  }

  /** The tokens of persons end at once. */
  endTokens(): void {
    this.#tokens.clear();
  }

  /**
   * Posts an event until it is answered well, or often enough. `leaving` comes once. Returns the
   * statuses.
   */
  async announce(event: ForgeEvent, installation = this.#installed()): Promise<number[]> {
    const statuses: number[] = [];
    const tries = event === 'leaving' ? 1 : TRIES;
    for (let tried = 0; tried < tries; tried += 1) {
      if (tried > 0) await setTimeout(this.apartMs);
      const status = await this.#post(event, installation, tried);
      statuses.push(status);
      if (status >= 200 && status < 300) break;
    }
    return statuses;
  }

  async #post(event: ForgeEvent, installation: ForgeInstallation, tried: number): Promise<number> {
    const answer = await fetch(`${installation.remoteUrl}/forge/events/${event}`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${this.fit(installation)}`,
        ...(this.installation ? { 'x-forge-oauth-system': this.systemToken() } : {}),
        'x-b3-traceid': randomUUID().replaceAll('-', ''),
      },
      body: JSON.stringify({
        id: installation.id,
        app: { id: APP },
        ...(tried > 0 ? { retryContext: { retryReason: 'INVALID_REMOTE_INVOCATION_ERROR' } } : {}),
      }),
    }).catch(() => undefined);
    return answer?.status ?? 0;
  }

  /** A Forge invocation token of an installation. */
  fit(installation = this.#installed(), { accountId, claims = {} }: FitOptions = {}): string {
    const { cloudId, url } = this.#world;
    const now = Math.floor(this.#world.now() / 1000);
    const apiBaseUrl = `https://api.atlassian.com/ex/jira/${cloudId}`;
    const context = { name: `ari:cloud:jira::site/${cloudId}`, apiBaseUrl, cloudId };
    const payload = {
      iss: 'forge/invocation-token',
      aud: APP,
      iat: now,
      nbf: now,
      exp: now + FIT_SECONDS,
      jti: randomUUID(),
      app: {
        id: APP,
        version: '3',
        appVersion: '3.0.0',
        installationId: installation.id,
        apiBaseUrl,
        installation: { id: installation.id, contexts: [context] },
        environment: {
          type: installation.environment,
          id: `ari:cloud:ecosystem::environment/${FORGE_APP_ID}/${installation.environment.toLowerCase()}`,
        },
        module: { type: 'core:endpoint', key: 'service' },
      },
      ...(accountId === undefined
        ? {}
        : {
            principal: accountId,
            context: { cloudId, siteUrl: url, moduleKey: 'assets-backup-home' },
          }),
      ...claims,
    };
    return this.sign(payload);
  }

  /** Any claims, signed with the host's key. */
  sign(payload: object, kid = this.kid, key = this.#privateKey()): string {
    const { RS256 } = jwt.AsymmetricAlgorithm;
    return jwt.encodeAsymmetric(payload as { iss: string }, key, RS256, { kid });
  }

  get keySet(): object {
    const jwk = createPublicKey(this.#privateKey()).export({ format: 'jwk' });
    return { keys: [{ ...jwk, kid: this.kid, alg: 'RS256', use: 'sig' }] };
  }

  /** What a remote calls Jira with on behalf of a person. */
  userToken(accountId: string): string {
    return this.#give('user', accountId);
  }

  /** What a remote calls Jira with as the app itself. */
  systemToken(): string {
    return this.#give('system', this.appAccount.accountId);
  }

  #give(kind: 'user' | 'system', accountId: string): string {
    const token = `forge-${kind}-${randomUUID()}`;
    const until = this.#world.now() + TOKEN_MS;
    this.#tokens.set(token, { accountId, installationId: this.#installed().id, until });
    return token;
  }

  /** Whose token it is, as long as it and its installation stand. */
  accountOf(token: string): string | undefined {
    const found = this.#tokens.get(token);
    if (!found || found.installationId !== this.installation?.id) return undefined;
    return found.until > this.#world.now() ? found.accountId : undefined;
  }

  /** Of the app itself: who it is, where a call bears its token. */
  appOf(authorization: string | undefined): Account | undefined {
    const [, token = ''] = /^Bearer (.+)$/.exec(authorization ?? '') ?? [];
    const isApp = this.accountOf(token) === this.appAccount.accountId;
    return isApp ? this.appAccount : undefined;
  }

  #installed(): ForgeInstallation {
    if (!this.installation) throw new Error('The Forge app is not installed on the pretend site.');
    return this.installation;
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

const makeAppAccount = (cloudId: string): Account => ({
  accountId: `app:${cloudId}`,
  email: '',
  token: undefined,
  name: 'Backup & Migration for Assets',
  jiraAdmin: false,
  seesAll: false,
  assets: true,
  manages: false,
  writes: true,
  browsesUsers: true,
  agent: false,
  isService: true,
  revoked: false,
  timeZone: 'Etc/UTC',
});
