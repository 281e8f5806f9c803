import type { Log } from '../../core/kernel/log.ts';
import type { Clock } from '../../core/kernel/time/clock.ts';
import type { AssetsDestination } from '../../core/assets/ports/assets-destination.ts';
import type { CallAllowance } from '../../core/assets/ports/site/call-allowance.ts';
import type { AssetsReader } from '../../core/assets/ports/assets-reader.ts';
import type { PartReaders } from '../../core/assets/ports/part-readers.ts';
import type { Undocumented } from '../../core/assets/ports/site/undocumented.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import { cloudKind } from '../../core/sites/kinds/cloud-kind.ts';
import { readDetails } from '../../core/sites/site-kind.ts';
import type { OpenOptions, SiteOpener } from '../../core/sites/access/site-opener.ts';
import type { Site } from '../../core/sites/site.ts';
import type { CloudCredentials } from '../../core/sites/kinds/cloud-credentials.ts';
import type { AddressGuard } from '../address/address-guard.ts';
import type { Http } from '../http/http.ts';
import { withCount } from '../http/with-count.ts';
import { withLog } from '../http/with-log.ts';
import { withRetry } from '../http/retry/with-retry.ts';
import { siteStack } from '../site-stack.ts';
import { transport } from '../http/transport/transport.ts';
import type { SiteBudgets } from '../budget/site-budgets.ts';
import { AssetsCalls } from '../assets/calls/assets-calls.ts';
import { OptionalCalls } from '../assets/calls/optional-calls.ts';
import { CloudAttachments } from './attachments/cloud-attachments.ts';
import { MediaFiles } from './attachments/media-files.ts';
import { AssetsComments } from '../assets/parts/assets-comments.ts';
import { AssetsConnectedIssues } from '../assets/parts/assets-connected-issues.ts';
import { AssetsAvatarReader } from '../assets/parts/assets-avatar-reader.ts';
import { AssetsHistoryReader } from '../assets/parts/assets-history-reader.ts';
import { AssetsIconReader } from '../assets/parts/assets-icon-reader.ts';
import { AssetsObjectFinder } from '../assets/parts/assets-object-finder.ts';
import { AssetsAccess } from '../assets/assets-access.ts';
import { CloudPeople } from './cloud-people.ts';
import type { MovedSites } from './moved-sites.ts';
import { authorizationOf } from './authorization-of.ts';
import { rootsOf } from './cloud-roots.ts';
import { CloudFieldContexts } from './issues/cloud-field-contexts.ts';
import { CloudIssues } from './issues/cloud-issues.ts';
import { JiraCalls } from '../assets/issues/jira-calls.ts';
import { CloudReader } from './cloud-reader.ts';
import { CloudIconStore } from './parts/cloud-icon-store.ts';
import { pathInWorkspace } from './parts/path-in-workspace.ts';
import { MediaCalls } from './parts/media-calls.ts';
import { cloudDestination } from './cloud-destination.ts';

export interface CloudOptions {
  /** `https://api.atlassian.com` */
  apiUrl: string;
  /** Atlassian's media service, where it is apart: `https://api.media.atlassian.com` */
  mediaUrl?: string | undefined;
  requestTimeoutMs: number;
  patienceMs: number;
  confirmMs?: number | undefined;
  clock: Clock;
  log: Log;
  budgets: SiteBudgets;
  guard: AddressGuard;
  /** What of the calls that are not documented the operator has switched off. */
  undocumentedOff?: ReadonlySet<Undocumented> | undefined;
  /** Follows sites that were renamed; absent: no redirect is followed. */
  moved?: MovedSites | undefined;
  /**
   * What the app's host lets it in with on a tenant's site; absent: sites have accounts.
   * @throws Unavailable
   */
  ownToken?: ((tenantId: TenantId) => Promise<string>) | undefined;
}

/** What Atlassian documents, for every API key and endpoint (assets-api: B.1, G). */
const DOCUMENTED: CallAllowance = { create: 2_000, update: 1_000, other: 1_000 };

/** A person is waiting, even for a site that accepts calls and never answers. */
export const PAGE_PATIENCE_MS = 8_000;

/** Opens Assets Cloud sites. The budget is the workspace's, whoever calls. */
export class CloudSites implements SiteOpener {
  readonly kind = cloudKind.name;
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

  needsNoToken(site: Site): boolean {
    return this.#options.ownToken !== undefined && isOwn(readDetails(cloudKind, site));
  }

  openReader(site: Site, token: string, options: OpenOptions): AssetsReader {
    this.#learn(site, options);
    return this.open(this.#credentialsOf(site, token), options);
  }

  openParts(site: Site, token: string, options: OpenOptions): PartReaders {
    const credentials = this.#credentialsOf(site, token);
    const { apiUrl } = this.#options;
    const http = this.#stack(credentials, options);
    const calls = this.#calls(http, credentials);
    return {
      objects: new AssetsObjectFinder(calls),
      comments: this.#comments(http, credentials),
      icons: new AssetsIconReader(this.#optional(http, credentials)),
      history: new AssetsHistoryReader(calls),
      avatars: new AssetsAvatarReader({
        calls,
        optional: this.#optional(http, credentials),
        // The app's own token is for Atlassian's API host alone.
        pathOf: pathInWorkspace(isOwn(credentials) ? [apiUrl] : [apiUrl, credentials.siteUrl]),
      }),
      issues: this.#issues(credentials, options),
      attachments: this.#attachments(http, credentials, options),
      connectedIssues: new AssetsConnectedIssues(this.#optional(http, credentials)),
    };
  }

  openDestination(site: Site, token: string, options: OpenOptions): AssetsDestination {
    this.#learn(site, options);
    return this.openTarget(this.#credentialsOf(site, token), options);
  }

  /** Opens a site that need not be stored. */
  open(credentials: CloudCredentials, options: OpenOptions = {}): AssetsReader {
    const http = this.#stack(credentials, options);
    const access = this.#access(http, credentials, options.onOdd);
    return new CloudReader(this.#calls(http, credentials), { access, onOdd: options.onOdd });
  }

  openTarget(credentials: CloudCredentials, options: OpenOptions = {}): AssetsDestination {
    const http = this.#stack(credentials, options);
    const calls = this.#calls(http, credentials);
    const { jira } = rootsOf(this.#options.apiUrl, credentials);
    return cloudDestination({
      calls,
      access: this.#access(http, credentials),
      comments: this.#comments(http, credentials),
      people: new CloudPeople(http, jira),
      issues: this.#issues(credentials, options),
      allowance: () => this.#allowanceOf(credentials),
      attachmentStore: this.#attachments(http, credentials, options),
      iconStore: new CloudIconStore({
        calls,
        optional: this.#optional(http, credentials),
        media: new MediaCalls(this.#media(options), this.#mediaUrl),
        workspaceId: credentials.workspaceId,
      }),
    });
  }

  #comments(http: Http, credentials: CloudCredentials): AssetsComments {
    return new AssetsComments(this.#optional(http, credentials));
  }

  #attachments(http: Http, credentials: CloudCredentials, options: OpenOptions): CloudAttachments {
    const files = new MediaFiles(this.#media(options), this.#mediaUrl);
    return new CloudAttachments(this.#optional(http, credentials), files);
  }

  get #mediaUrl(): string {
    const { apiUrl, mediaUrl = apiUrl } = this.#options;
    return mediaUrl;
  }

  /** Jira's limits are its own: what is asked of it takes nothing from Assets. */
  #issues(credentials: CloudCredentials, options: OpenOptions): CloudIssues {
    const { apiUrl, undocumentedOff: off = new Set() } = this.#options;
    const { workspaceId } = credentials;
    const http = this.#stack(credentials, options, `${workspaceId} jira`);
    const { jira: root } = rootsOf(apiUrl, credentials);
    const calls = new JiraCalls(http, root);
    const contexts = new CloudFieldContexts(calls, new OptionalCalls({ http, root, off }));
    return new CloudIssues({ calls, contexts, workspaceId });
  }

  #access(http: Http, credentials: CloudCredentials, onOdd?: (what: string) => void): AssetsAccess {
    const { apiUrl, undocumentedOff: off = new Set() } = this.#options;
    const { assets, gateway } = rootsOf(apiUrl, credentials);
    return new AssetsAccess({
      assets: new OptionalCalls({ http, root: assets, off }),
      gateway: new OptionalCalls({ http, root: gateway, off }),
      onOdd,
    });
  }

  #allowanceOf({ workspaceId }: CloudCredentials): CallAllowance {
    const perMinute = (endpoint: string, documented: number): number =>
      this.#options.budgets.perMinute(workspaceId, endpoint) ?? documented;
    return {
      create: perMinute('POST object/create', DOCUMENTED.create),
      update: perMinute('PUT object/{id}', DOCUMENTED.update),
      other: perMinute('POST object/aql', DOCUMENTED.other),
    };
  }

  /** A site that was stored without its cloud id gets it beside the work. */
  #learn(site: Site, { page = false }: OpenOptions): void {
    const { moved, log } = this.#options;
    if (page || readDetails(cloudKind, site).cloudId !== null) return;
    void moved?.learn(site).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : 'unknown';
      log.warn({ siteId: site.id, why }, "A site's cloud ID couldn't be saved.");
    });
  }

  #stack(
    credentials: CloudCredentials,
    { page = false, behind, onWait, onCall, onVerdict }: OpenOptions,
    siteKey = credentials.workspaceId,
  ): Http {
    const { siteUrl } = credentials;
    const { clock, log, budgets, patienceMs, confirmMs, moved } = this.#options;
    return siteStack({
      transport: page ? this.#pageTransport : this.#transport,
      clock,
      log,
      budgets,
      siteKey,
      siteUrl,
      authorization: authorizationOf(credentials),
      patienceMs: page ? Math.min(patienceMs, PAGE_PATIENCE_MS) : patienceMs,
      confirmMs,
      page,
      behind,
      onWait,
      onCall,
      onVerdict,
      moved,
    });
  }

  /** Without the account's token, because it does not call the site itself. */
  #media({ onWait, onCall }: OpenOptions): Http {
    const { clock, log, patienceMs, confirmMs } = this.#options;
    const retry = { clock, patienceMs, confirmMs, impatient: false, onWait };
    return withRetry(withCount(withLog(this.#transport, clock, log), onCall), retry);
  }

  #optional(http: Http, credentials: CloudCredentials): OptionalCalls {
    const { apiUrl, undocumentedOff: off = new Set() } = this.#options;
    return new OptionalCalls({ http, root: rootsOf(apiUrl, credentials).assets, off });
  }

  #calls(http: Http, credentials: CloudCredentials): AssetsCalls {
    return new AssetsCalls(http, rootsOf(this.#options.apiUrl, credentials).assets);
  }

  #credentialsOf(site: Site, token: string): CloudCredentials {
    const details = readDetails(cloudKind, site);
    const { workspaceId, email, cloudId, tokenKind } = details;
    const { ownToken } = this.#options;
    const renew = isOwn(details) && ownToken ? () => ownToken(site.tenantId) : undefined;
    return { siteUrl: site.siteUrl, workspaceId, email, token, cloudId, tokenKind, renew };
  }
}

const isOwn = ({ tokenKind }: Pick<CloudCredentials, 'tokenKind'>): boolean => tokenKind === 'own';
