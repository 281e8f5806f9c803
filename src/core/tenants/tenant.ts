import type { TenantId } from '../kernel/ids.ts';

/** One installation of the app on a Cloud site. `id` is its incarnation: a reinstall after a purge has begun gets a new one. */
export interface Tenant {
  id: TenantId;
  /** Connect's `clientKey`, stable over reinstalls. */
  clientKey: string;
  /** `https://site.atlassian.net`, without a slash at its end. */
  siteUrl: string;
  state: 'active' | 'uninstalled' | 'purging';
  installedAt: Date;
  uninstalledAt?: Date;
}

export interface TenantStore {
  /** The active or uninstalled tenant of that client key; `null` when there is none or it is being purged. */
  byClientKey(clientKey: string): Promise<Tenant | null>;
  byId(id: TenantId): Promise<Tenant | null>;
  /** The active tenant of that site; `null` where the app is not installed. */
  activeAt(siteUrl: string): Promise<Tenant | null>;
  /**
   * Records an installation with its shared secret (stored sealed). Revives an uninstalled tenant as long as its purge has not
   * begun, else begins a new incarnation. Idempotent.
   */
  install(installation: {
    clientKey: string;
    siteUrl: string;
    sharedSecret: string;
  }): Promise<Tenant>;
  /** Opens the sealed shared secret of an active tenant; `null` when there is none. Never log it. */
  sharedSecret(clientKey: string): Promise<string | null>;
  /** Marks as uninstalled; idempotent; `null` when there is no such tenant. */
  uninstall(clientKey: string): Promise<Tenant | null>;
  /** Compare-and-set uninstalled → purging, for those uninstalled before `before`. Returns what is to be purged, also purges begun earlier. */
  beginPurges(before: Date): Promise<Tenant[]>;
  /**
   * Forgets everything the service database holds of this incarnation, its data key first. Repeatable; it is due again after an hour and a day, for
   * what a paused worker may have written meanwhile, and only then the tenant's id itself is forgotten.
   */
  purge(id: TenantId): Promise<void>;
}
