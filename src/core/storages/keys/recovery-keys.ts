import type { TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';

/** What is known of a tenant's recovery key; the key itself is known to whoever wrote it down. */
export interface RecoveryKeyState {
  madeAt: Date;
  madeBy: Person;
  /** The storages that have what it opens; the others get it once they answer. */
  opens: readonly string[];
}

/**
 * A key on paper that opens the storages of a tenant on another installation, without the keys of
 * this service's operator: the tenant's data key lies sealed under it in each database of its own.
 */
export interface RecoveryKeys {
  /** Undefined where none was made. */
  state(tenantId: TenantId): Promise<RecoveryKeyState | undefined>;
  /**
   * Makes one and answers it, this once. One that was made earlier opens no storage any more that
   * has heard of the new one. @throws NotFound when the tenant's key was destroyed
   */
  replace(tenantId: TenantId, by: Person): Promise<Buffer>;
  /**
   * Brings the databases of the tenant up to date, as far as they answer; upkeep does the others.
   * Repeatable.
   */
  spread(tenantId: TenantId): Promise<void>;
}
