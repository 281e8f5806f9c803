import type { TenantId } from '../kernel/ids.ts';

/** A right that later work needs, and whether the account has it. A missing one is a warning. */
export interface AccountRight {
  right: 'jsm-agent' | 'schema-manager' | 'issues';
  granted: boolean;
  /** What will not work without it; empty when granted. */
  warning: string;
}

/** The site, account and storage that a tenant works with. The token is never part of it. */
export interface Connection {
  tenantId: TenantId;
  siteUrl: string;
  workspaceId: string;
  email: string;
  accountId: string;
  accountName: string;
  tokenSetAt: Date;
  /** `YYYY-MM-DD`, as the administrator typed it. */
  tokenExpiresOn?: string;
  rights: AccountRight[];
  visibleSchemas: number;
  /** Where new backups go. The service's own storage has the id `service`. */
  storageId: string;
  /** The steps of the initial setup that are saved: 1 credentials, 2 storage, 3 the first sync was started. */
  stepsDone: 0 | 1 | 2 | 3;
  lastSyncAt?: Date;
  /** Set when the administrator deleted the connection: the catalog is hidden, the token erased. */
  deletedAt?: Date;
  /** Grows with every change; compare-and-set on it. */
  revision: number;
}

export interface ConnectionStore {
  /** The tenant's connection, deleted ones left out. */
  get(tenantId: TenantId): Promise<Connection | null>;
  /** Also a deleted one. */
  getDeleted(tenantId: TenantId): Promise<Connection | null>;
  /**
   * Saves the connection, and the token if one is given (sealed; absent keeps the stored one). `expectedRevision` is 0 for a new
   * or a deleted one. @throws Conflict `connection-changed`.
   */
  save(
    connection: Omit<Connection, 'revision'>,
    token: string | undefined,
    expectedRevision: number,
  ): Promise<Connection>;
  /** Changes single fields without touching the rest. @throws NotFound */
  patch(
    tenantId: TenantId,
    fields: Partial<
      Pick<Connection, 'storageId' | 'stepsDone' | 'lastSyncAt' | 'visibleSchemas' | 'rights'>
    >,
  ): Promise<Connection>;
  /** Opens the sealed API token; `null` when none is stored. Never log it, never send it to a browser. */
  token(tenantId: TenantId): Promise<string | null>;
  /** Marks as deleted and erases the token. Idempotent. */
  delete(tenantId: TenantId): Promise<void>;
}
