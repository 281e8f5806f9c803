import type { TenantId } from '../../../core/kernel/ids.ts';

/** Stands in every filter and document: whose it is and, in a shared collection, of which storage. */
export interface Scope {
  tenantId: TenantId;
  storageId?: string;
}
