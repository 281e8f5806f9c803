import type { Express, Request, Response } from 'express';
import type { Clock } from '../../../core/kernel/time/clock.ts';
import type { Installation, LifecycleCall } from '../../../core/tenants/installations.ts';
import type { JiraApp } from '../../../core/tenants/jira-app.ts';
import type { Caller } from '../caller.ts';
import type { HostEvent, HostOrigins, Identity } from '../identity.ts';
import { mayInstall, type AllowedSites } from '../may-install.ts';
import { Unauthenticated } from '../unauthenticated.ts';
import { mountDescriptor, type AceOptions } from './mount-descriptor.ts';
import { readContextJwt, type Claimed } from './read-context-jwt.ts';
import { readLifecycleJwt, type LifecycleOptions } from './read-lifecycle-jwt.ts';
import { readInstallation, readUninstalled } from './read-installation.ts';
import { readPageJwt } from './read-page-jwt.ts';

const CONNECT_CDN = 'https://connect-cdn.atl-paas.net';
const THEME_FONTS = 'https://ds-cdn.prod-east.frontend.public.atl-paas.net';

export interface ConnectDeps extends AceOptions, LifecycleOptions, AllowedSites {
  /** Origins of all pretend sites. */
  pretendAddresses: string[];
  jira: JiraApp;
  clock: Clock;
  /** Records an installation, unless a later call stands. Repeatable. */
  install: (installation: Installation, call: LifecycleCall) => Promise<void>;
  /**
   * Marks the tenant as uninstalled and stops its work, unless a later call stands. Repeatable.
   */
  uninstall: (clientKey: string, call: LifecycleCall) => Promise<void>;
}

/**
 * Connect's answer: JWTs signed with a secret that the install call hands over, and Jira's word on
 * who is an administrator.
 */
export class ConnectIdentity implements Identity {
  readonly origins: HostOrigins;
  readonly #deps: ConnectDeps;

  constructor(deps: ConnectDeps) {
    const { siteHosts, pretendAddresses: pretend } = deps;
    this.#deps = deps;
    this.origins = {
      scripts: [CONNECT_CDN, ...pretend],
      styles: [CONNECT_CDN, THEME_FONTS],
      fonts: [THEME_FONTS],
      frames: [...siteHosts.map((host) => `https://${host}`), ...pretend],
    };
  }

  hostScript(siteUrl?: string): string {
    const { pretendSiteUrl } = this.#deps;
    return pretendSiteUrl
      ? `${siteUrl ?? pretendSiteUrl}/_simulator/all.js`
      : `${CONNECT_CDN}/all.js`;
  }

  mount(app: Express): Promise<void> {
    return mountDescriptor(app, this.#deps);
  }

  async identify(
    request: Request,
    response: Response,
    asked: 'page' | 'fragment',
  ): Promise<Caller> {
    const read = asked === 'page' ? readPageJwt : readContextJwt;
    const claimed = await read(request, this.#deps.installations);
    return this.#askJira(claimed, request.method === 'GET' ? 'to-see' : 'to-do', response);
  }

  async receive(event: HostEvent, request: Request, response: Response): Promise<void> {
    const { installations, pretendSiteUrl } = this.#deps;
    switch (event) {
      case 'install': {
        const call = await this.#readCall(request);
        const installation = readInstallation(request.body, pretendSiteUrl);
        if (!mayInstall(installation.siteUrl, this.#deps)) refuse();
        await this.#deps.install(installation, call);
        break;
      }
      case 'uninstall': {
        const call = await this.#readCall(request);
        await this.#deps.uninstall(readUninstalled(request.body), call);
        break;
      }
      case 'site':
        await readPageJwt(request, installations).catch(refuse);
    }
    response.status(204).end();
  }

  async #readCall(request: Request): Promise<LifecycleCall> {
    const signed = await readLifecycleJwt(request, this.#deps);
    return { ...signed, receivedAt: new Date(this.#deps.clock.now()) };
  }

  /**
   * Asks each time whether the person is an administrator, and says in the answer how long Jira
   * took.
   */
  async #askJira(
    { tenant, accountId }: Claimed,
    wish: 'to-see' | 'to-do',
    response: Response,
  ): Promise<Caller> {
    const { jira, clock } = this.#deps;
    const askedMs = clock.monotonicMs();
    const administer = await jira.isAdministrator(tenant, accountId, wish);
    const person = await jira.person(tenant, accountId);
    const waitedMs = clock.monotonicMs() - askedMs;
    response.setHeader('Server-Timing', `jira;desc="waiting for Jira";dur=${waitedMs.toFixed(1)}`);
    return { tenant, person, may: { administer } };
  }
}

/** Whatever is wrong with a call about a site, the answer gives no details. */
function refuse(): never {
  throw new Unauthenticated();
}
