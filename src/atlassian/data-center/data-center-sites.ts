import { createHash } from 'node:crypto';
import { rootCertificates } from 'node:tls';
import type { AssetsReader } from '../../core/assets/ports/assets-reader.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import type { Log } from '../../core/kernel/log.ts';
import { RecentMap } from '../../core/kernel/recent-map.ts';
import { hostOf } from '../../core/sites/host-of.ts';
import { dataCenterKind } from '../../core/sites/kinds/data-center-kind.ts';
import type { DataCenterAccess } from '../../core/sites/kinds/data-center-access.ts';
import { readDetails } from '../../core/sites/site-kind.ts';
import type { OpenOptions, SiteOpener } from '../../core/sites/site-opener.ts';
import type { Site } from '../../core/sites/site.ts';
import type { AddressGuard } from '../address/address-guard.ts';
import type { SiteBudgets } from '../budget/site-budgets.ts';
import { AssetsCalls } from '../cloud/calls/assets-calls.ts';
import { basicAuth } from '../http/basic-auth.ts';
import type { Http } from '../http/http.ts';
import { transport } from '../http/transport/transport.ts';
import { siteStack } from '../site-stack.ts';
import { DataCenterReader, type SearchWords } from './reading/data-center-reader.ts';
import { UserEmails } from './reading/user-emails.ts';
import { isLogInRefused, withServerLogin } from './with-server-login.ts';

export interface DataCenterOptions {
  requestTimeoutMs: number;
  patienceMs: number;
  confirmMs?: number | undefined;
  clock: Clock;
  log: Log;
  budgets: SiteBudgets;
  /** Lets connections into the private networks that the operator lists. */
  guard: AddressGuard;
}

/** A person waits, also for a site that accepts calls and never answers. */
const PAGE_PATIENCE_MS = 8_000;
/** Connections are kept by the certificates that they trust. */
const MAX_TRANSPORTS = 200;

const ROOTS = { assets: '/rest/assets/1.0', insight: '/rest/insight/1.0' } as const;
const WORDS: Record<keyof typeof ROOTS, SearchWords> = {
  assets: { path: '/aql/objects', query: 'qlQuery' },
  insight: { path: '/iql/objects', query: 'iql' },
};

/** Opens Data Center sites. The budget is the place's, whoever calls. */
export class DataCenterSites implements SiteOpener {
  readonly kind = dataCenterKind.name;
  readonly #options: DataCenterOptions;
  readonly #transports = new RecentMap<string, Http>(MAX_TRANSPORTS);

  constructor(options: DataCenterOptions) {
    this.#options = options;
  }

  openReader(site: Site, token: string, options: OpenOptions): AssetsReader {
    const { userName, certificate, root } = readDetails(dataCenterKind, site);
    const access = { siteUrl: site.siteUrl, userName, secret: token, certificate };
    return this.open(access, root, options);
  }

  /** A site that need not be stored. */
  open(
    access: DataCenterAccess,
    root: keyof typeof ROOTS,
    options: OpenOptions = {},
  ): DataCenterReader {
    const { siteUrl } = access;
    const http = this.stack(access, options);
    return new DataCenterReader(new AssetsCalls(http, `${siteUrl}${ROOTS[root]}`), {
      words: WORDS[root],
      emails: new UserEmails(http, siteUrl),
      onOdd: options.onOdd,
    });
  }

  /** What every call to the site goes through. A wrong log-in is not tried again: it counts. */
  stack(
    { siteUrl, userName, secret, certificate }: DataCenterAccess,
    { page = false, onWait }: OpenOptions,
  ): Http {
    const { clock, log, budgets, patienceMs, confirmMs } = this.#options;
    return siteStack({
      transport: withServerLogin(this.#transportOf(certificate, page)),
      clock,
      log,
      budgets,
      siteKey: dataCenterKind.keyOf({ place: hostOf(siteUrl) }),
      siteUrl,
      authorization: userName === null ? `Bearer ${secret}` : basicAuth(userName, secret),
      patienceMs: page ? Math.min(patienceMs, PAGE_PATIENCE_MS) : patienceMs,
      confirmMs,
      page,
      onWait,
      isFinal: isLogInRefused,
    });
  }

  #transportOf(certificate: string | null, page: boolean): Http {
    const { requestTimeoutMs, guard } = this.#options;
    const hash = createHash('sha256').update(certificate ?? '');
    const name = `${page} ${hash.digest('hex')}`;
    const known = this.#transports.get(name);
    if (known) return known;
    const timeoutMs = page ? Math.min(requestTimeoutMs, PAGE_PATIENCE_MS) : requestTimeoutMs;
    const made = transport(timeoutMs, guard, trusting(certificate));
    this.#transports.set(name, made);
    return made;
  }
}

/** Besides the authorities that everybody trusts. */
const trusting = (certificate: string | null): { ca?: string[] } =>
  certificate === null ? {} : { ca: [...rootCertificates, certificate] };
