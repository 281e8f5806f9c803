import type { TargetId, TenantId } from '../kernel/ids.ts';

/** Another Cloud site that backups may be restored to, and the account that writes there. The token is never part of it. */
export interface TargetInstance {
  id: TargetId;
  tenantId: TenantId;
  /** What the administrator calls it. */
  name: string;
  /** `https://site.atlassian.net`, without a slash at its end. */
  siteUrl: string;
  workspaceId: string;
  email: string;
  accountId: string;
  accountName: string;
  /** A sandbox of the current site: the app need not be installed there. */
  sandbox: boolean;
  createdAt: Date;
  tokenSetAt: Date;
  /** Grows with every change; compare-and-set on it. 0 = not stored yet. */
  revision: number;
}

export interface TargetStore {
  /** Sorted by name. */
  list(tenantId: TenantId): Promise<TargetInstance[]>;
  /** @throws NotFound, also for another tenant's */
  get(tenantId: TenantId, id: TargetId): Promise<TargetInstance>;
  /** Inserts (revision 0) or replaces by compare-and-set, with the token if one is given (sealed; absent keeps the stored one). @throws Conflict `target-changed` | `target-name-taken` (another one of the tenant has the name, in whatever case) */
  save(target: TargetInstance, token: string | undefined): Promise<TargetInstance>;
  /** Opens the sealed token; `null` when none is stored. Never log it, never send it to a browser. */
  token(tenantId: TenantId, id: TargetId): Promise<string | null>;
  /** Token and all. Idempotent. */
  remove(tenantId: TenantId, id: TargetId): Promise<void>;
}
