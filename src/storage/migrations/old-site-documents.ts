import type { SiteId, TenantId } from '../../core/kernel/ids.ts';
import type { AccountRight } from '../../core/sites/checks/account-right.ts';
import type { SetupSteps } from '../../core/sites/site.ts';

/** Sites as version 0.1 stored them: every one was a Cloud site. */
interface OldAccount {
  siteUrl: string;
  workspaceId: string;
  email: string;
  accountId: string;
  accountName: string;
  tokenSetAt: Date;
  revision: number;
  /** Sealed. */
  token?: string;
  /** Set by the migration: the site that counts from then on. */
  movedTo?: SiteId;
}

/** `connections`: one a tenant, whose id is the document's. */
export interface OldConnection extends OldAccount {
  _id: TenantId;
  tokenExpiresOn?: string;
  rights: AccountRight[];
  visibleSchemas: number;
  storageId: string;
  stepsDone: SetupSteps;
  lastSyncAt?: Date;
  deletedAt?: Date;
}

/** `targets` */
export interface OldTarget extends OldAccount {
  _id: SiteId;
  tenantId: TenantId;
  name: string;
  sandbox: boolean;
  createdAt: Date;
}

/** `catalog`: what is read of an entry. */
export interface OldCatalogEntry {
  _id: string;
  tenantId: TenantId;
  workspaceId: string;
  siteUrl: string;
  seenByAccountId: string;
  seenByName: string;
  siteId?: SiteId;
}

/** `runs`: what is read of a restore, a plan or a check. */
export interface OldRestoreRun {
  _id: string;
  tenantId: TenantId;
  input: { targetId?: SiteId; place: { workspaceId: string } };
}
