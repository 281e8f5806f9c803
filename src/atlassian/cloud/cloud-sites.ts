import type { Clock } from '../../core/clock.ts';
import type { AssetsSite, SiteCredentials, SiteFactory, SiteWait } from '../../core/site/assets-site.ts';
import type { ClientLog, Http } from '../http/http.ts';
import { siteStack } from '../http/stack.ts';
import { transport } from '../http/transport.ts';
import type { SiteBudgets } from '../site-budgets.ts';
import { CloudSite } from './cloud-site.ts';

export interface CloudOptions {
  /** `https://api.atlassian.com` */
  apiUrl: string;
  requestTimeoutMs: number;
  patienceMs: number;
  clock: Clock;
  log: ClientLog;
  budgets: SiteBudgets;
}

/** Opens Assets Cloud sites. The budget is the workspace's, whoever calls. */
export class CloudSites implements SiteFactory {
  readonly #options: CloudOptions;
  readonly #transport: Http;

  constructor(options: CloudOptions) {
    this.#options = options;
    this.#transport = transport(options.requestTimeoutMs);
  }

  open({ workspaceId, email, token }: SiteCredentials, { onWait }: { onWait?: (wait: SiteWait | null) => void } = {}): AssetsSite {
    const { clock, log, budgets, patienceMs, apiUrl } = this.#options;
    const http = siteStack({ transport: this.#transport, clock, log, budgets, siteKey: workspaceId, email, token, patienceMs, page: false, onWait });
    return new CloudSite(http, workspaceRoot(apiUrl, workspaceId));
  }
}

export function workspaceRoot(apiUrl: string, workspaceId: string): string {
  return `${apiUrl}/jsm/assets/workspace/${encodeURIComponent(workspaceId)}/v1`;
}
