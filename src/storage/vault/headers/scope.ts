import type { TenantId } from '../../../core/kernel/ids.ts';

/** Stands in every filter and document: whose it is and, where several share, of which storage. */
export interface Scope {
  tenantId: TenantId;
  storageId?: string;
}
