import { Damaged } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { StorageOrigin } from '../../core/storages/storage.ts';
import { openBytes, sealBytes } from './seal-bytes.ts';
import { deriveKey, type TenantKeys } from './tenant-keys.ts';

/**
 * The data keys of storages that were attached: sealed under the data key of the tenant that they
 * were attached to, so that they open only where that one does.
 */
export class AttachedKeys {
  readonly #keys: TenantKeys;

  constructor(keys: TenantKeys) {
    this.#keys = keys;
  }

  async seal(tenantId: TenantId, origin: StorageOrigin, dataKey: Buffer): Promise<Buffer> {
    const key = await this.#keys.subkey(tenantId, 'attached-key');
    return sealBytes(dataKey, key, contextOf(origin));
  }

  /** @throws Damaged when it was changed or belongs elsewhere */
  async open(tenantId: TenantId, origin: StorageOrigin, sealed: Buffer): Promise<Buffer> {
    return openAttachedKey(await this.#keys.dataKey(tenantId), origin, sealed);
  }
}

/** @throws Damaged when it was changed or belongs elsewhere */
export function openAttachedKey(dataKey: Buffer, origin: StorageOrigin, sealed: Buffer): Buffer {
  try {
    return openBytes(sealed, deriveKey(dataKey, 'attached-key', ''), contextOf(origin));
  } catch (error) {
    throw new Damaged(
      "The key of this attached storage can't be opened. Attach it again with its recovery key.",
      { cause: error },
    );
  }
}

const contextOf = ({ tenantId, storageId }: StorageOrigin): string =>
  JSON.stringify(['attached', tenantId, storageId]);
