import type { TenantId } from '../../core/kernel/ids.ts';
import type { StorageOrigin } from '../../core/storages/storage.ts';

/** A storage of a tenant, and under which names it was written where that was another one. */
export interface Marked {
  tenantId: TenantId;
  storageId: string;
  origin?: StorageOrigin | undefined;
}

/** A mark as it is found in a storage. */
export interface FoundMark extends StorageOrigin {
  /** The tenant that writes there. */
  owner: TenantId;
  /** When it was there last, as far as that is known. */
  usedAt: Date | undefined;
}

/** Under which names a storage is written. */
export const originOf = ({ tenantId, storageId, origin }: Marked): StorageOrigin =>
  origin ?? { tenantId, storageId };
