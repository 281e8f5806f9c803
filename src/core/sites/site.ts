import type { SiteId, TenantId } from '../kernel/ids.ts';
import type { JsonObject } from '../kernel/json/json-value.ts';
import type { Person } from '../kernel/person.ts';
import type { AccountRefusal } from './checks/account-refusal.ts';
import type { AccountRight } from './checks/account-right.ts';

/** What a site is used for: it is backed up, restores may write to it. */
interface SiteRoles {
  source: boolean;
  target: boolean;
}

/**
 * Somewhere Assets runs, and the account that speaks to it for a tenant. The token is never part of
 * it.
 */
export interface Site {
  id: SiteId;
  tenantId: TenantId;
  /** The name of its {@link SiteKind}. */
  kind: string;
  /**
   * Names the place itself, made by the kind: two sites with the same key are the same place,
   * whichever tenant they belong to. Rate budgets, claims and id maps go by it. Unique over all
   * kinds.
   */
  key: string;
  roles: SiteRoles;
  /**
   * What the administrator calls a target instance or a further source; the tenant's own site has
   * no name.
   */
  name?: string | undefined;
  /** Without a slash at the end; its origin, and the path where it has one. */
  siteUrl: string;
  account: Person;
  /** What only the kind reads: how it addresses the site. */
  details: JsonObject;
  createdAt: Date;
  tokenSetAt: Date;
  /** Of a target instance: what its account may do there, as it was seen when it was saved. */
  rights?: AccountRight[] | undefined;
  /** How the site refused the account when it was called last; undefined where it accepted it. */
  refusal?: AccountRefusal | undefined;
  /** Of a source. */
  setup?: SourceSetup | undefined;
  /**
   * When the administrator deleted the connection to a source: its catalog is hidden, the token
   * erased.
   */
  disconnectedAt?: Date | undefined;
  /** Grows with every change; compare-and-set on it. 0 = not stored yet. */
  revision: number;
}

/**
 * The steps of the initial setup that are saved: 1 credentials, 2 storage, 3 the first sync was
 * started.
 */
export type SetupSteps = 0 | 1 | 2 | 3;

/** `why`: what they lacked, or why the site gave none, in a sentence. */
export interface GivenAttachments {
  isAvailable: boolean;
  why?: string | undefined;
  at: Date;
}

/** What the setup found and decided about a site that is backed up. */
export interface SourceSetup {
  rights: AccountRight[];
  visibleSchemas: number;
  /** Where new backups go. */
  storageId: string;
  stepsDone: SetupSteps;
  /** `YYYY-MM-DD`, as the administrator typed it. */
  tokenExpiresOn?: string | undefined;
  lastSyncAt?: Date | undefined;
  /** Whether the site gave attachments when it was asked for them last. */
  attachments?: GivenAttachments | undefined;
}

/** What work on a source saw of it, beside what an administrator decided. */
export type SetupNotes = Partial<
  Pick<SourceSetup, 'visibleSchemas' | 'lastSyncAt' | 'attachments'>
>;

/** What is decided about a source. */
export type SetupPatch = Partial<Omit<SourceSetup, keyof SetupNotes>>;

export type SourceSite = Site & { setup: SourceSetup };

export interface SiteStore {
  /** Also a disconnected one. @throws NotFound, also for another tenant's */
  get(tenantId: TenantId, id: SiteId): Promise<Site>;
  /**
   * The site that the app was installed on; undefined before the setup and after the connection was
   * deleted.
   */
  ownSite(tenantId: TenantId): Promise<SourceSite | undefined>;
  /**
   * The sites that the tenant backs up or once did: the connected ones first, of these its own
   * first and then by name, then the one that was left last.
   */
  sources(tenantId: TenantId): Promise<SourceSite[]>;
  /** The target instances, sorted by name. */
  targets(tenantId: TenantId): Promise<Site[]>;
  /**
   * Inserts (revision 0) or replaces by compare-and-set, with the token if one is given (sealed;
   * undefined keeps the stored one, null erases it). A source that was disconnected is connected by
   * it. What was noted of a source stays, but for a refusal: who saves was accepted.
   *
   * @throws Conflict `connection-changed`, also while the tenant has another site of its own |
   * `target-changed` | `name-taken` (another target instance, or another connected source, of the
   * tenant has the name, in whatever case)
   */
  save(site: Site, token: string | null | undefined): Promise<Site>;
  /** Changes single fields of a connected source without touching the rest. @throws NotFound */
  patchSetup(tenantId: TenantId, id: SiteId, fields: SetupPatch): Promise<SourceSite>;
  /**
   * Notes what was seen of a connected source. It is no change: whoever edits the source meanwhile
   * saves as if nothing had been noted. @throws NotFound
   */
  noteSetup(tenantId: TenantId, id: SiteId, notes: SetupNotes): Promise<void>;
  /**
   * Notes what a test of a connected source found: account, details, rights, what it sees, and
   * that the site accepts the account. It is no change, either. Nothing is noted where the source
   * was changed or left since it was read: what was tested is no longer what stands there.
   */
  noteTest(tested: SourceSite): Promise<void>;
  /**
   * Notes how the site refused the account, or, with null, that it accepts it. It is no change.
   * Nothing is noted where the site was changed since it was read: its account may be another one.
   */
  noteRefusal(site: Site, refusal: AccountRefusal | null): Promise<void>;
  /**
   * Opens the sealed token; `null` when none is stored. Never log it, never send it to a browser.
   * @throws NotFound
   */
  token(tenantId: TenantId, id: SiteId): Promise<string | null>;
  /** The sites of that kind that tenants work on or once did and whose details have that value. */
  sourcesWith(kind: string, detail: { name: string; value: string }): Promise<SourceSite[]>;
  /** The sites at that address, of every tenant. */
  at(siteUrl: string): Promise<Site[]>;
  /**
   * Sets where the site is, unless it was moved meanwhile. Whoever is editing it is told that it
   * was changed.
   */
  setPlace(site: Site, place: Pick<Site, 'siteUrl' | 'details'>): Promise<void>;
  /** Marks a source as disconnected and erases its token. Idempotent. */
  disconnect(tenantId: TenantId, id: SiteId): Promise<void>;
  /** Forgets a target instance, token and all. Idempotent. */
  remove(tenantId: TenantId, id: SiteId): Promise<void>;
}
