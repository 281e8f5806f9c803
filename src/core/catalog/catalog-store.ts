import type { CatalogId, RunId, SiteId, TenantId } from '../kernel/ids.ts';
import type { Page } from '../kernel/page.ts';
import type { Hold } from './hold.ts';
import type { Site } from '../sites/site.ts';

export type SchemaStatus = 'active' | 'deleted' | 'not-visible';

interface LastError {
  runId: RunId;
  message: string;
  at: Date;
  code?: string | undefined;
}

/** How one attempt to back up a schema ended. */
export interface RecentBackup {
  at: Date;
  outcome: 'good' | 'failed';
  trigger: 'manual' | 'scheduled';
  /** Bytes it added to the storage; 0 if it failed. */
  storedBytes: number;
}

/** A schema that we know of. (tenant, site, Assets id) is unique. */
export interface CatalogSchema {
  id: CatalogId;
  tenantId: TenantId;
  siteId: SiteId;
  siteUrl: string;
  /** The site's name at the last sync; the tenant's own site has none. */
  siteName?: string | undefined;
  /** The kind of the site. */
  location: string;
  /** The schema's id in Assets. */
  schemaId: string;
  name: string;
  key: string;
  objectCount: number;
  status: SchemaStatus;
  /** The account that saw it last. */
  seenByAccountId: string;
  seenByName: string;
  /** Hidden by the administrator until the next sync. */
  hidden: boolean;
  /** The run that is working on it; set and cleared by compare-and-set. */
  activeRunId?: RunId;
  /** The newest complete backup. */
  lastBackupAt?: Date | undefined;
  lastBackupId?: RunId | undefined;
  /** It does not hold everything that the site counts. */
  lastBackupIncomplete?: boolean | undefined;
  /** Its last Verify found no damage, and none was found since. */
  lastBackupVerified?: boolean | undefined;
  backupCount: number;
  /** The last backup run that failed after the last good one. */
  lastError?: LastError | undefined;
  /** Bytes of all its backups; undefined until the next one ends. */
  storedBytes?: number | undefined;
  /** How its last backups ended, newest first; undefined until the next one ends. */
  recent?: RecentBackup[] | undefined;
  /** Its permanent removal was requested and failed. */
  unremoved?: { at: Date; why: string };
  /** While set, none of its backups is removed, future ones included. */
  hold?: Hold | undefined;
  /** Available backups that are known to be damaged, the newest first (the first 5). */
  damaged?: { backupId: RunId; completedAt: Date }[] | undefined;
}

/** What is derived from a schema's backups and runs. */
export type BackupFacts = Pick<
  CatalogSchema,
  | 'lastBackupAt'
  | 'lastBackupId'
  | 'lastBackupIncomplete'
  | 'lastBackupVerified'
  | 'backupCount'
  | 'lastError'
  | 'storedBytes'
  | 'recent'
  | 'damaged'
>;

/** Schemas on a page of the grid. */
export const GRID_PAGE = 25;

export interface CatalogFilter {
  /** Part of the name or key, any case. */
  search?: string | undefined;
  hideDeleted?: boolean | undefined;
  status?: SchemaStatus | undefined;
  siteUrl?: string | undefined;
  location?: string | undefined;
  sort?: 'name' | 'status' | 'lastBackup' | 'instance' | 'days' | 'backups' | undefined;
  /** To sort by days with a good backup: when each of them began, the first one first. */
  dayStarts?: readonly number[] | undefined;
  descending?: boolean | undefined;
  /** From 1. */
  page?: number | undefined;
}

/** Where the schemas are that the grid may show. */
export interface CatalogPlaces {
  /** By what they are called. */
  sites: { url: string; name?: string | undefined }[];
  /** The kinds of these sites. */
  locations: string[];
}

export interface SeenSchema {
  schemaId: string;
  name: string;
  key: string;
  objectCount: number;
}

export interface CatalogStore {
  list(tenantId: TenantId, filter: CatalogFilter): Promise<Page<CatalogSchema> & CatalogPlaces>;
  /**
   * Everything that the grid may show, in any order: schemas of connected sites that are not
   * hidden.
   */
  listed(tenantId: TenantId): Promise<CatalogSchema[]>;
  /** @throws NotFound, also for another tenant's */
  get(tenantId: TenantId, id: CatalogId): Promise<CatalogSchema>;
  /** The ones of these that exist, in any order. */
  find(tenantId: TenantId, ids: CatalogId[]): Promise<CatalogSchema[]>;
  all(tenantId: TenantId, siteId: SiteId): Promise<CatalogSchema[]>;
  /** Adds or updates what a sync saw: active again, no longer hidden. */
  seen(site: Site, schemas: SeenSchema[]): Promise<void>;
  /**
   * The schema of a backup that was found in a storage: if unknown, it is added as not visible. A
   * sync that sees it corrects that.
   */
  adopt(
    site: Pick<Site, 'id' | 'tenantId' | 'key' | 'kind' | 'siteUrl' | 'account'>,
    schema: Omit<SeenSchema, 'objectCount'>,
  ): Promise<CatalogId>;
  setStatus(tenantId: TenantId, ids: CatalogId[], status: SchemaStatus): Promise<void>;
  hide(tenantId: TenantId, id: CatalogId): Promise<void>;
  /** Sets or lifts the hold on all its backups. Repeatable. */
  hold(tenantId: TenantId, id: CatalogId, hold: Hold | undefined): Promise<void>;
  /** Undoes `hide`. Repeatable. */
  unhide(tenantId: TenantId, id: CatalogId): Promise<void>;
  /** Lists a schema again that could not be removed. Repeatable. */
  showAgain(
    tenantId: TenantId,
    id: CatalogId,
    unremoved: NonNullable<CatalogSchema['unremoved']>,
  ): Promise<void>;
  /** Sets the site's new address on all its schemas. */
  moveSite(tenantId: TenantId, siteId: SiteId, siteUrl: string): Promise<void>;
  /** Hides or shows all schemas of a site (its connection was deleted or made again). */
  setConnected(tenantId: TenantId, siteId: SiteId, connected: boolean): Promise<void>;
  /**
   * Compare-and-set of `activeRunId` from nothing to `runId`; false when another run has the
   * schema.
   */
  occupy(tenantId: TenantId, id: CatalogId, runId: RunId): Promise<boolean>;
  /**
   * Clears it where it is no run's id, because it was changed in the database. Returns which
   * schemas were free all along.
   */
  freeOdd(): Promise<{ tenantId: TenantId; id: CatalogId }[]>;
  /** Clears `activeRunId` if it is this run. Idempotent. */
  vacate(tenantId: TenantId, id: CatalogId, runId: RunId): Promise<void>;
  /** Schemas of all tenants that are occupied by a run. */
  occupied(): Promise<{ tenantId: TenantId; id: CatalogId; activeRunId: RunId }[]>;
  /** Schemas of all tenants that have backups. */
  withBackups(): Promise<{ tenantId: TenantId; id: CatalogId }[]>;
  /** Those of a tenant. */
  withBackupsOf(tenantId: TenantId): Promise<CatalogId[]>;
  /**
   * Writes what `derive` says of the schema's backups and runs. It is asked again where somebody
   * else wrote since it was: what was read earlier never overwrites what was read later. Nothing
   * happens where the schema is gone. @throws Unavailable where others keep writing
   */
  setBackupFacts(
    tenantId: TenantId,
    id: CatalogId,
    derive: () => Promise<BackupFacts>,
  ): Promise<void>;
  remove(tenantId: TenantId, id: CatalogId): Promise<void>;
}
