import type { Express, Request, Response } from 'express';
import type { Clock } from '../../../core/kernel/clock.ts';
import type { LifecycleCall } from '../../../core/tenants/installations.ts';
import type { JiraApp } from '../../../core/tenants/jira-app.ts';
import type { Caller } from '../caller.ts';
import type { HostEvent, HostOrigins, Identity } from '../identity.ts';
import { Unauthenticated } from '../unauthenticated.ts';
import { openAce, type Ace, type AceOptions } from './ace.ts';
import { readContextJwt, type Claimed } from './read-context-jwt.ts';
import { readInstallation, readUninstalled } from './read-installation.ts';
import { readPageJwt } from './read-page-jwt.ts';

const CONNECT_CDN = 'https://connect-cdn.atl-paas.net';
const THEME_FONTS = 'https://ds-cdn.prod-east.frontend.public.atl-paas.net';

export interface ConnectDeps extends AceOptions {
  jira: JiraApp;
  clock: Clock;
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
  readonly hostScript: string;
  readonly origins: HostOrigins;
  readonly #deps: ConnectDeps;
  #ace: Ace | undefined;

  constructor(deps: ConnectDeps) {
    const { siteHosts, pretendSiteUrl } = deps;
    const pretend = pretendSiteUrl ? [pretendSiteUrl] : [];
    this.#deps = deps;
    this.hostScript = pretendSiteUrl
      ? `${pretendSiteUrl}/_simulator/all.js`
      : `${CONNECT_CDN}/all.js`;
    this.origins = {
      scripts: [CONNECT_CDN, ...pretend],
      styles: [CONNECT_CDN, THEME_FONTS],
      fonts: [THEME_FONTS],
      frames: [...siteHosts.map((host) => `https://${host}`), ...pretend],
    };
  }

  mount(app: Express): Promise<void> {
    return new Promise((resolve) => {
      this.#ace = openAce(app, this.#deps, resolve);
    });
  }

  async identify(
    request: Request,
    response: Response,
    asked: 'page' | 'fragment',
  ): Promise<Caller> {
    const read = asked === 'page' ? readPageJwt : readContextJwt;
    return this.#askJira(await read(request, this.#deps.installations), response);
  }

  async receive(event: HostEvent, request: Request, response: Response): Promise<void> {
    const { installations, pretendSiteUrl } = this.#deps;
    switch (event) {
      case 'install': {
        const call = await this.#lifecycle(request, response, { registers: true });
        await installations.install(readInstallation(request.body, pretendSiteUrl), call);
        break;
      }
      case 'uninstall': {
        const call = await this.#lifecycle(request, response, { registers: false });
        await this.#deps.uninstall(readUninstalled(request.body), call);
        break;
      }
      case 'site':
        await readPageJwt(request, installations).catch(refuse);
    }
    response.status(204).end();
  }

  async #lifecycle(
    request: Request,
    response: Response,
    options: { registers: boolean },
  ): Promise<LifecycleCall> {
    const signed = await this.#mounted().lifecycle(request, response, options);
    return { ...signed, receivedAt: new Date(this.#deps.clock.now()) };
  }

  /**
   * Asks each time whether the person is an administrator, and says in the answer how long Jira
   * took.
   */
  async #askJira({ tenant, accountId }: Claimed, response: Response): Promise<Caller> {
    const { jira, clock } = this.#deps;
    const askedMs = clock.monotonicMs();
    const administer = await jira.isAdministrator(tenant, accountId);
    const person = await jira.person(tenant, accountId);
    const waitedMs = clock.monotonicMs() - askedMs;
    response.setHeader('Server-Timing', `jira;desc="waiting for Jira";dur=${waitedMs.toFixed(1)}`);
    return { tenant, person, may: { administer } };
  }

  #mounted(): Ace {
    if (!this.#ace) throw new Error('The front door is not mounted yet.');
    return this.#ace;
  }
}

/** Whatever is wrong with a call about a site, nothing more is said. */
function refuse(): never {
  throw new Unauthenticated();
}
