import { createHash } from 'node:crypto';
import type { AssetsDestination } from '../../core/assets/ports/assets-destination.ts';
import type { CallAllowance } from '../../core/assets/ports/site/call-allowance.ts';
import type { Undocumented } from '../../core/assets/ports/site/undocumented.ts';
import type { AssetsReader } from '../../core/assets/ports/assets-reader.ts';
import type { PartReaders } from '../../core/assets/ports/part-readers.ts';
import type { Clock } from '../../core/kernel/time/clock.ts';
import { tenantId } from '../../core/kernel/ids.ts';
import type { Log } from '../../core/kernel/log.ts';
import { RecentMap } from '../../core/kernel/collections/recent-map.ts';
import type { AgentLine } from '../../core/sites/agents/agent-line.ts';
import { hostOf } from '../../core/sites/host-of.ts';
import { dataCenterKind } from '../../core/sites/kinds/data-center-kind.ts';
import type { DataCenterAccess } from '../../core/sites/kinds/data-center-access.ts';
import { readDetails } from '../../core/sites/site-kind.ts';
import type { OpenOptions, SiteOpener } from '../../core/sites/access/site-opener.ts';
import type { Site } from '../../core/sites/site.ts';
import type { AddressGuard } from '../address/address-guard.ts';
import type { SiteBudgets } from '../budget/site-budgets.ts';
import type { SiteTerms } from '../budget/site-terms.ts';
import { AssetsCalls } from '../assets/calls/assets-calls.ts';
import { OptionalCalls } from '../assets/calls/optional-calls.ts';
import { AssetsAccess } from '../assets/assets-access.ts';
import { AssetsComments } from '../assets/parts/assets-comments.ts';
import { AssetsConnectedIssues } from '../assets/parts/assets-connected-issues.ts';
import { AssetsAvatarReader } from '../assets/parts/assets-avatar-reader.ts';
import { AssetsHistoryReader } from '../assets/parts/assets-history-reader.ts';
import { AssetsIconReader } from '../assets/parts/assets-icon-reader.ts';
import { AssetsObjectFinder } from '../assets/parts/assets-object-finder.ts';
import { JiraCalls } from '../assets/issues/jira-calls.ts';
import { basicAuth } from '../http/basic-auth.ts';
import type { Http } from '../http/http.ts';
import { transport } from '../http/transport/transport.ts';
import { agentTransport, MAX_SENT_BYTES } from './agent/agent-transport.ts';
import { siteStack } from '../site-stack.ts';
import { DataCenterReader, type SearchWords } from './reading/data-center-reader.ts';
import { DataCenterAttachments } from './data-center-attachments.ts';
import { dataCenterDestination, type DataCenterDestination } from './data-center-destination.ts';
import { DataCenterIssues } from './issues/data-center-issues.ts';
import { ObjectKeys } from './issues/object-keys.ts';
import { DataCenterPeople } from './data-center-people.ts';
import { commentBody } from './writing/data-center-body.ts';
import { DataCenterCalls } from './writing/data-center-calls.ts';
import { pathBelowRoot } from './reading/path-below-root.ts';
import { UserEmails } from './reading/user-emails.ts';
import { VersionProjects } from './reading/version-projects.ts';
import { ASSETS_ROOTS, type AssetsRoot } from './assets-roots.ts';
import { trusting } from './check-data-center-address.ts';
import { finalRefusals, withDataCenterSignIn } from './with-data-center-sign-in.ts';
import { withRootWatch } from './with-root-watch.ts';

export interface DataCenterOptions {
  requestTimeoutMs: number;
  patienceMs: number;
  confirmMs?: number | undefined;
  clock: Clock;
  log: Log;
  budgets: SiteBudgets;
  /** Lets connections into the private networks that the operator lists. */
  guard: AddressGuard;
  /** Carries calls to sites that only an agent can reach. */
  agents?: Pick<AgentLine, 'carry'> | undefined;
  /** The most calls at once, and per minute, to a site; null: as many as it accepts. */
  limits?: { atOnce: number; perMinute: number | null } | undefined;
  /** Saves that Assets of a stored site is below another root since an upgrade. */
  noteRoot?: ((site: Site, root: AssetsRoot) => Promise<void>) | undefined;
  /** The undocumented calls that the operator has switched off. */
  undocumentedOff?: ReadonlySet<Undocumented> | undefined;
}

/** A person is waiting, even if the site accepts the call and never answers. */
const PAGE_PATIENCE_MS = 8_000;
/** Transports are kept by the certificate that they trust. */
const MAX_TRANSPORTS = 200;

const WORDS: Record<AssetsRoot, SearchWords> = {
  assets: { path: '/aql/objects', query: 'qlQuery', inIssues: 'aqlFunction' },
  insight: { path: '/iql/objects', query: 'iql', inIssues: 'iqlFunction' },
};

/** Few servers announce their limits: this is about what one client usually gets. */
const USUAL_PER_MINUTE = 1_200;
const USUAL_AT_ONCE = 8;

interface OpenBelowRoot extends OpenOptions {
  /** Sees every call, signed, and its answer. */
  watch?: ((next: Http) => Http) | undefined;
}

interface Opened {
  access: DataCenterAccess;
  root: AssetsRoot;
  options: OpenBelowRoot;
}

/** Opens Data Center sites. All callers of a site share its budget. */
export class DataCenterSites implements SiteOpener {
  readonly kind = dataCenterKind.name;
  readonly #options: DataCenterOptions;
  readonly #transports = new RecentMap<string, Http>(MAX_TRANSPORTS);

  constructor(options: DataCenterOptions) {
    this.#options = options;
  }

  openReader(site: Site, token: string, given: OpenOptions): AssetsReader {
    const { access, root, options } = this.#stored(site, token, given);
    return this.open(access, root, options);
  }

  openParts(site: Site, token: string, given: OpenOptions): PartReaders {
    const { access, root, options } = this.#stored(site, token, given);
    const http = this.stack(access, options);
    const calls = new AssetsCalls(http, `${access.siteUrl}${ASSETS_ROOTS[root]}`);
    return {
      objects: new AssetsObjectFinder(calls),
      comments: this.#comments(http, access, root),
      icons: new AssetsIconReader(this.#optional(http, access, root)),
      history: new AssetsHistoryReader(calls, { abbreviate: false }),
      avatars: new AssetsAvatarReader({
        calls,
        optional: this.#optional(http, access, root),
        pathOf: pathBelowRoot,
      }),
      attachments: this.#attachments(http, access, root),
      connectedIssues: new AssetsConnectedIssues(this.#optional(http, access, root)),
      issues: issuesOf(http, access, root),
    };
  }

  openDestination(site: Site, token: string, given: OpenOptions): AssetsDestination {
    const { access, root, options } = this.#stored(site, token, given);
    return this.openTarget(access, root, options);
  }

  /** A stored site is opened below the root where it was last, which is watched. */
  #stored(site: Site, token: string, options: OpenOptions): Opened {
    const { clock, noteRoot } = this.#options;
    const access = accessOf(site, token);
    const { root } = readDetails(dataCenterKind, site);
    if (!noteRoot) return { access, root, options };
    const watched = {
      siteUrl: access.siteUrl,
      root,
      clock,
      noteRoot: (there: AssetsRoot) => noteRoot(site, there),
    };
    return { access, root, options: { ...options, watch: (next) => withRootWatch(next, watched) } };
  }

  /** The site doesn't have to be stored. */
  open(access: DataCenterAccess, root: AssetsRoot, options: OpenBelowRoot = {}): DataCenterReader {
    const http = this.stack(access, options);
    const calls = new AssetsCalls(http, `${access.siteUrl}${ASSETS_ROOTS[root]}`);
    return new DataCenterReader(calls, this.#reading(http, { access, root, options }));
  }

  /** For writing; the site doesn't have to be stored. */
  openTarget(
    access: DataCenterAccess,
    root: AssetsRoot,
    options: OpenBelowRoot = {},
  ): DataCenterDestination {
    const { siteUrl } = access;
    const http = this.stack(access, options);
    const reading = this.#reading(http, { access, root, options });
    return dataCenterDestination({
      calls: new DataCenterCalls(http, `${siteUrl}${ASSETS_ROOTS[root]}`, WORDS[root].query),
      reading,
      comments: this.#comments(http, access, root),
      attachmentStore: this.#attachments(http, access, root),
      issues: issuesOf(http, access, root),
      people: new DataCenterPeople(http, siteUrl),
      allowance: () => this.#allowanceOf(access),
    });
  }

  #reading(http: Http, { access, root, options: { onOdd } }: Opened) {
    const optional = this.#optional(http, access, root);
    return {
      words: WORDS[root],
      emails: new UserEmails(http, access.siteUrl, onOdd),
      versions: new VersionProjects(http, access.siteUrl, onOdd),
      optional,
      access: new AssetsAccess({ assets: optional, gateway: optional, onOdd }),
      onOdd,
    };
  }

  #optional(http: Http, { siteUrl }: DataCenterAccess, root: AssetsRoot): OptionalCalls {
    const off = this.#options.undocumentedOff ?? new Set();
    return new OptionalCalls({ http, root: `${siteUrl}${ASSETS_ROOTS[root]}`, off });
  }

  /** These calls are documented, so there's no switch for them. */
  #comments(http: Http, { siteUrl }: DataCenterAccess, root: AssetsRoot): AssetsComments {
    const calls = new OptionalCalls({
      http,
      root: `${siteUrl}${ASSETS_ROOTS[root]}`,
      off: new Set(),
    });
    return new AssetsComments(calls, commentBody);
  }

  #attachments(http: Http, access: DataCenterAccess, root: AssetsRoot): DataCenterAttachments {
    const maxBytes = access.agentOf === undefined ? undefined : MAX_SENT_BYTES;
    return new DataCenterAttachments(this.#optional(http, access, root), maxBytes);
  }

  /** People are working on the machine that a backup reads from. */
  get #terms(): SiteTerms {
    const { atOnce = USUAL_AT_ONCE, perMinute = null } = this.#options.limits ?? {};
    return { maxInFlight: atOnce, callsPerMinute: perMinute, isShared: true };
  }

  #allowanceOf(access: DataCenterAccess): CallAllowance {
    const siteKey = keyOf(access);
    const ceiling = this.#terms.callsPerMinute ?? Infinity;
    const perMinute = (endpoint: string): number =>
      Math.min(ceiling, this.#options.budgets.perMinute(siteKey, endpoint) ?? USUAL_PER_MINUTE);
    return {
      create: perMinute('POST object/create'),
      update: perMinute('PUT object/{id}'),
      other: perMinute('GET aql/objects'),
    };
  }

  /** What every call to the site goes through. How an agent signs in, only the agent knows. */
  stack(access: DataCenterAccess, options: OpenBelowRoot): Http {
    const { page = false, behind, onWait, onCall, onVerdict, watch = (next) => next } = options;
    const { siteUrl, userName, secret, agentOf } = access;
    const { clock, log, budgets, patienceMs, confirmMs } = this.#options;
    return siteStack({
      transport: withDataCenterSignIn(watch(this.#transportOf(access, page))),
      clock,
      log,
      budgets,
      siteKey: keyOf(access),
      siteUrl,
      terms: this.#terms,
      authorization: userName === null ? `Bearer ${secret}` : basicAuth(userName, secret),
      patienceMs: page ? Math.min(patienceMs, PAGE_PATIENCE_MS) : patienceMs,
      confirmMs,
      page,
      behind,
      onWait,
      onCall,
      onVerdict,
      isFinal: finalRefusals({ mayLock: userName !== null || agentOf !== undefined }),
    });
  }

  #transportOf({ siteUrl, certificate, agentOf }: DataCenterAccess, page: boolean): Http {
    const { requestTimeoutMs, guard, agents: line } = this.#options;
    const timeoutMs = page ? Math.min(requestTimeoutMs, PAGE_PATIENCE_MS) : requestTimeoutMs;
    if (agentOf !== undefined) {
      if (!line) throw new Error('There is no way to agents.');
      const at = { tenantId: agentOf, place: hostOf(siteUrl) };
      return agentTransport({ line, at, siteUrl, timeoutMs });
    }
    const hash = createHash('sha256').update(certificate ?? '');
    const name = `${page} ${hash.digest('hex')}`;
    const known = this.#transports.get(name);
    if (known) return known;
    const made = transport(timeoutMs, guard, trusting(certificate));
    this.#transports.set(name, made);
    return made;
  }
}

function issuesOf(http: Http, { siteUrl }: DataCenterAccess, root: AssetsRoot): DataCenterIssues {
  const calls = new JiraCalls(http, siteUrl, 2);
  const words = WORDS[root];
  const keys = new ObjectKeys({ calls, root: `${root}/1.0`, words });
  return new DataCenterIssues({ calls, keys, objectsFunction: words.inIssues });
}

function accessOf(site: Site, secret: string): DataCenterAccess {
  const { userName, certificate, agentOf } = readDetails(dataCenterKind, site);
  const access = { siteUrl: site.siteUrl, userName, secret, certificate };
  return agentOf === null ? access : { ...access, agentOf: tenantId(agentOf) };
}

const keyOf = ({ siteUrl, agentOf }: DataCenterAccess): string =>
  dataCenterKind.keyOf({ place: hostOf(siteUrl), agentOf: agentOf ?? null });
