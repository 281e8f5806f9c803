import { Damaged } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import { openBytes, sealBytes } from './seal-bytes.ts';
import type { TenantKeys } from './tenant-keys.ts';

/**
 * Seals single secrets (shared secrets, API tokens) under the tenant's key; each opens only for its
 * tenant, document and field.
 */
export class SecretBox {
  readonly #keys: TenantKeys;

  constructor(keys: TenantKeys) {
    this.#keys = keys;
  }

  async seal(
    tenantId: TenantId,
    documentId: string,
    field: string,
    plaintext: string,
  ): Promise<string> {
    const key = await this.#keys.subkey(tenantId, 'secret');
    const context = contextOf(tenantId, documentId, field);
    return sealBytes(Buffer.from(plaintext), key, context).toString('base64');
  }

  /** @throws Damaged when it was changed or belongs elsewhere */
  async open(
    tenantId: TenantId,
    documentId: string,
    field: string,
    sealed: string,
  ): Promise<string> {
    const key = await this.#keys.subkey(tenantId, 'secret');
    try {
      const context = contextOf(tenantId, documentId, field);
      return openBytes(Buffer.from(sealed, 'base64'), key, context).toString('utf8');
    } catch (error) {
      throw new Damaged("A saved secret can't be opened. Enter it again.", { cause: error });
    }
  }
}

const contextOf = (tenantId: TenantId, documentId: string, field: string): string =>
  JSON.stringify([tenantId, documentId, field]);
