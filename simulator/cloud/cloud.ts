import type { ConnectHost } from '../connect-host/connect-host.ts';
import type { Address } from '../http/read-address.ts';
import type { Answer } from '../http/exchange.ts';
import type { Router } from '../http/router.ts';
import { MediaHost } from '../media/media-host.ts';
import type { JiraLimits } from '../world/jira-limits.ts';
import type { Limits } from '../world/limits.ts';
import type { TokenBuckets } from '../world/token-buckets.ts';
import type { World } from '../world/world.ts';

/** One site of a cloud: what answers a request that is meant for it. */
export interface Member {
  world: World;
  host: ConnectHost;
  router: Router;
  limits: Limits;
  jiraLimits: JiraLimits;
  buckets: TokenBuckets;
  /** What stands before every path of the site, but for the controls; empty where nothing does. */
  contextPath: () => string;
  /** The answer to an address that nobody knows, where it isn't the usual one. */
  unknownRoute?: Answer | undefined;
}

const ASSETS = /^\/jsm\/assets\/workspace\/([^/]+)\//;

/**
 * Sites that stand side by side. Each has an address of its own, but Assets is reached through any
 * of them, as through api.atlassian.com.
 */
export class Cloud {
  /** Where files of all sites are uploaded to. */
  readonly media = new MediaHost();
  readonly #members = new Set<Member>();
  #sites = 0;

  /**
   * The number of the next site, from 0. It is never given again, and decides the site's workspace
   * id, client key and account ids.
   */
  nextSite(): number {
    return this.#sites++;
  }

  join(member: Member): void {
    this.#members.add(member);
  }

  leave(member: Member): void {
    this.#members.delete(member);
  }

  /** The key that checks lifecycle calls of any site: Atlassian keeps them all in one place. */
  findInstallKey(kid: string): string | undefined {
    return [...this.#members].find(({ host }) => host.kid === kid)?.host.publicKey;
  }

  /**
   * The site that the address means: the one of its cloud id, in the short form the one of its
   * workspace. What a site's own host is asked, is for that site. Undefined for a cloud id that no
   * site has.
   */
  ownerOf({ form, path, cloudId }: Address, called: Member): Member | undefined {
    const members = [...this.#members];
    if (form === 'cloud-id') return members.find(({ world }) => world.cloudId === cloudId);
    const workspaceId = form === 'short' ? ASSETS.exec(path)?.[1] : undefined;
    return members.find(({ world }) => world.site.workspaceId === workspaceId) ?? called;
  }
}
