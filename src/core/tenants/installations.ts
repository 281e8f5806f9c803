import type { TenantId } from '../kernel/ids.ts';
import type { Tenant } from './tenant.ts';

/** What a front door tells of an installation of the app. */
export interface Installation {
  /** How the front door names the installation, stable over reinstalls; nothing else reads it. */
  key: string;
  /** `https://site.atlassian.net`, without a slash at its end. */
  siteUrl: string;
  /** What the front door and the site sign with; absent where they share no secret. */
  secret?: string | undefined;
}

/** One call of the host about an installation; calls come late, twice and out of order. */
export interface LifecycleCall {
  /** The same for the very same call, sent again. */
  id: string;
  /** By the clock of whoever signed it: what calls are ordered by. */
  signedAt: Date;
  /** By the service's own clock. */
  receivedAt: Date;
}

/** A tenant, and the secret that it and its site sign with. */
export interface SigningTenant {
  tenant: Tenant;
  secret: string;
}

/**
 * Tenants as a front door knows them. A call that is older than one that was obeyed, or was obeyed
 * before, changes nothing.
 */
export interface Installations {
  /**
   * The active or uninstalled tenant of that key; `null` when there is none or it is being purged.
   */
  find(key: string): Promise<Tenant | null>;
  /**
   * Records an installation, its secret sealed. Revives an uninstalled tenant as long as its purge
   * has not begun, else begins a new incarnation. Idempotent.
   */
  install(installation: Installation, call: LifecycleCall): Promise<Tenant>;
  /**
   * The active tenant of that key with its secret, read at once; `null` when it is not active or
   * shares no secret. Never log it.
   */
  findSigning(key: string): Promise<SigningTenant | null>;
  /** Opens the sealed secret of an active tenant; `null` when there is none. Never log it. */
  secret(id: TenantId): Promise<string | null>;
  /**
   * Of these, the tenant that came by the first front door and that no other one has joined: the
   * active one, else one in its days of grace; `null` where there is none.
   */
  findJoinable(ids: readonly TenantId[]): Promise<Tenant | null>;
  /**
   * The tenant is known by this key as well from now on, and active: it has two installations, and
   * is uninstalled when both have gone. `null` when it was joined or purged meanwhile.
   */
  join(id: TenantId, key: string): Promise<Tenant | null>;
  /**
   * Marks as uninstalled; idempotent; `null` when no tenant of that key is uninstalled then, as
   * where another installation of it is left.
   */
  uninstall(key: string, call: LifecycleCall): Promise<Tenant | null>;
}
