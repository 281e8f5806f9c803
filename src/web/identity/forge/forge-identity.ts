import type { Request } from 'express';
import type { Clock } from '../../../core/kernel/time/clock.ts';
import { NotAllowed, Unavailable } from '../../../core/kernel/errors.ts';
import { RecentMap } from '../../../core/kernel/collections/recent-map.ts';
import type { LifecycleCall } from '../../../core/tenants/installations.ts';
import type { JiraOfPerson, SelfInJira } from '../../../core/tenants/jira-of-person.ts';
import type {
  HostInstallation,
  HostInstallations,
} from '../../../core/use-cases/installations/host-installations.ts';
import type { Caller } from '../caller.ts';
import type { CallerSource } from '../identity.ts';
import { mayInstall, siteUrlOf, type AllowedSites } from '../may-install.ts';
import { Unauthenticated } from '../unauthenticated.ts';
import { FitReader, type Fit, type FitOptions } from './fit-reader.ts';

/** How long Jira's answer is reused for people who only look: each question costs points. */
const SEEN_MS = 180_000;
/** Nobody should have to wait after a permission was granted. */
const REFUSED_MS = 30_000;
const MAX_REMEMBERED = 5_000;
/** Headers in which tokens come, of the person in front of the page and of the app itself. */
const USER_TOKEN = 'x-forge-oauth-user';
const OWN_TOKEN = 'x-forge-oauth-system';
const NO_PERSON = 'Open this app inside Jira. This call names no person, or no site.';
const OTHER_SITE = "This service doesn't serve your site. Ask whoever runs it to add the site.";
const NO_TOKEN = "Jira didn't let us ask for your permissions. Reload the page in Jira.";

export interface ForgeDeps extends AllowedSites, FitOptions {
  jira: JiraOfPerson;
  installations: Pick<HostInstallations, 'admit' | 'hear' | 'leave'>;
  clock: Clock;
}

/** What Forge tells of an installation. */
export type ForgeEvent = 'installed' | 'upgraded' | 'hour' | 'leaving';

/**
 * Forge's answer: an invocation token that Atlassian signs for each call, and Jira's word on the
 * person, asked for with a token of theirs.
 */
export class ForgeIdentity implements CallerSource {
  readonly #deps: ForgeDeps;
  readonly #reader: FitReader;
  readonly #believed = new WeakMap<Request, Fit>();
  readonly #selves = new RecentMap<string, { self: SelfInJira; at: number }>(MAX_REMEMBERED);

  constructor(deps: ForgeDeps) {
    this.#deps = deps;
    this.#reader = new FitReader(deps);
  }

  /**
   * Must be called before anything else of the request is used. @throws Unauthenticated;
   * Unavailable `no-key`
   */
  async believe(request: Request): Promise<void> {
    this.#believed.set(request, await this.#reader.read(request));
  }

  /** For a verified request. @throws Unauthenticated, NotAllowed, Unavailable */
  async identify(request: Request): Promise<Caller> {
    const fit = this.#fitOf(request);
    const { installation, principal } = this.#readSender(fit);
    const self = await this.#lookAt(request, installation, principal);
    if (!self.administers) throw new NotAllowed();
    const sent = { ...installation, ownToken: request.get(OWN_TOKEN) };
    const tenant = await this.#deps.installations.admit(sent, this.#callOf(fit));
    return { tenant, person: self.person, may: { administer: true } };
  }

  /** For a verified request. @throws Unauthenticated */
  installationOf(request: Request): string {
    return this.#fitOf(request).installationId;
  }

  /** Safe to repeat, and in any order. @throws Unauthenticated */
  async receive(event: ForgeEvent, request: Request): Promise<void> {
    const fit = this.#fitOf(request);
    const { installations } = this.#deps;
    const call = this.#callOf(fit);
    if (event === 'leaving') await installations.leave(fit.installationId, call);
    else await installations.hear(fit.installationId, call, request.get(OWN_TOKEN));
  }

  #fitOf(request: Request): Fit {
    const fit = this.#believed.get(request);
    if (!fit) throw new Unauthenticated();
    return fit;
  }

  /** @throws NotAllowed */
  #readSender({ installationId: id, environmentId, principal, site }: Fit): {
    installation: HostInstallation;
    principal: string;
  } {
    if (principal === undefined || !site) throw new NotAllowed(NO_PERSON);
    const siteUrl = siteUrlOf(site.url, this.#deps.pretendSiteUrl);
    if (siteUrl === undefined || !mayInstall(siteUrl, this.#deps)) throw new NotAllowed(OTHER_SITE);
    const { cloudId } = site;
    const key = `forge ${environmentId} ${cloudId}`;
    return { installation: { id, key, siteUrl, cloudId }, principal };
  }

  /**
   * For commands, Jira is asked each time. @throws NotAllowed for somebody else's token;
   * Unavailable
   */
  async #lookAt(
    request: Request,
    { id, cloudId }: HostInstallation,
    principal: string,
  ): Promise<SelfInJira> {
    const { jira, clock } = this.#deps;
    const key = `${id} ${principal}`;
    const known = this.#selves.get(key);
    const keptMs = known?.self.administers ? SEEN_MS : REFUSED_MS;
    const isFresh = known !== undefined && clock.monotonicMs() - known.at < keptMs;
    if (isFresh && request.method === 'GET') return known.self;
    const token = request.get(USER_TOKEN);
    if (!token) throw new Unavailable('jira-unavailable', NO_TOKEN);
    const self = await jira.lookAtSelf(cloudId, token);
    if (self.person.accountId !== principal) throw new NotAllowed();
    this.#selves.set(key, { self, at: clock.monotonicMs() });
    return self;
  }

  #callOf({ id, signedAt }: Fit): LifecycleCall {
    return { id, signedAt, receivedAt: new Date(this.#deps.clock.now()) };
  }
}
