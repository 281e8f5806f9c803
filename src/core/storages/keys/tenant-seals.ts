import type { TenantId } from '../../kernel/ids.ts';

/**
 * How a tenant's data key is sealed under the operator's key ring. `earlier`: a key that is no
 * longer the active one; it is sealed again within a minute. `none-yet`: nothing was sealed so far.
 */
export type OperatorSeal = 'current' | 'earlier' | 'missing' | 'none-yet';

/** How the data keys of tenants are sealed. */
export interface TenantSeals {
  operatorSeal(tenantId: TenantId): Promise<OperatorSeal>;
}
