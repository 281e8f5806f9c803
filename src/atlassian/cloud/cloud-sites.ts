import type { Log } from '../../core/kernel/log.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import type { AssetsDestination } from '../../core/assets/ports/assets-destination.ts';
import type { AssetsReader } from '../../core/assets/ports/assets-reader.ts';
import type { SiteCredentials } from '../../core/assets/ports/site-credentials.ts';
import type { SiteFactory } from '../../core/assets/ports/site-factory.ts';
import type { SiteWait } from '../../core/assets/ports/site-wait.ts';
import type { TargetFactory } from '../../core/assets/ports/target-factory.ts';
import type { AddressGuard } from '../address/address-guard.ts';
import type { Http } from '../http/http.ts';
import { siteStack } from '../http/stack.ts';
import { transport } from '../http/transport.ts';
import type { SiteBudgets } from '../site-budgets.ts';
import { AssetsCalls } from './assets-calls.ts';
import { CloudPeople } from './cloud-people.ts';
import { CloudSite } from './cloud-site.ts';
import { CloudTarget } from './cloud-target.ts';

export interface CloudOptions {
  /** `https://api.atlassian.com` */
  apiUrl: string;
  requestTimeoutMs: number;
  patienceMs: number;
  clock: Clock;
  log: Log;
  budgets: SiteBudgets;
  guard: AddressGuard;
}

/** A person waits, also for a site that accepts calls and never answers. */
export const PAGE_PATIENCE_MS = 8_000;

/** Opens Assets Cloud sites. The budget is the workspace's, whoever calls. */
export class CloudSites implements SiteFactory, TargetFactory {
  readonly #options: CloudOptions;
  readonly #transport: Http;
  readonly #pageTransport: Http;

  constructor(options: CloudOptions) {
    this.#options = options;
    this.#transport = transport(options.requestTimeoutMs, options.guard);
    this.#pageTransport = transport(
      Math.min(options.requestTimeoutMs, PAGE_PATIENCE_MS),
      options.guard,
    );
  }

  open(
    credentials: SiteCredentials,
    options: { onWait?: (wait: SiteWait | null) => void } = {},
  ): AssetsReader {
    return new CloudSite(this.#calls(this.#stack(credentials, options), credentials));
  }

  openTarget(
    credentials: SiteCredentials,
    options: { page?: boolean; onWait?: (wait: SiteWait | null) => void } = {},
  ): AssetsDestination {
    const http = this.#stack(credentials, options);
    return new CloudTarget(
      this.#calls(http, credentials),
      new CloudPeople(http, credentials.siteUrl),
    );
  }

  #stack(
    { workspaceId, email, token }: SiteCredentials,
    { page = false, onWait }: { page?: boolean; onWait?: (wait: SiteWait | null) => void },
  ): Http {
    const { clock, log, budgets, patienceMs } = this.#options;
    return siteStack({
      transport: page ? this.#pageTransport : this.#transport,
      clock,
      log,
      budgets,
      siteKey: workspaceId,
      email,
      token,
      patienceMs: page ? Math.min(patienceMs, PAGE_PATIENCE_MS) : patienceMs,
      page,
      onWait,
    });
  }

  #calls(http: Http, { workspaceId }: SiteCredentials): AssetsCalls {
    return new AssetsCalls(http, workspaceRoot(this.#options.apiUrl, workspaceId));
  }
}

export function workspaceRoot(apiUrl: string, workspaceId: string): string {
  return `${apiUrl}/jsm/assets/workspace/${encodeURIComponent(workspaceId)}/v1`;
}
