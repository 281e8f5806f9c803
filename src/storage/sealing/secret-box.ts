import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Damaged } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { TenantKeys } from './tenant-keys.ts';

/** Seals single secrets (shared secrets, API tokens) under the tenant's key; each opens only for its tenant, document and field. */
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
    const nonce = randomBytes(12);
    const cipher = createCipheriv(
      'aes-256-gcm',
      await this.#keys.subkey(tenantId, 'secret'),
      nonce,
    );
    cipher.setAAD(Buffer.from(JSON.stringify([tenantId, documentId, field])));
    const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
  }

  /** @throws Damaged when it was changed or belongs elsewhere */
  async open(
    tenantId: TenantId,
    documentId: string,
    field: string,
    sealed: string,
  ): Promise<string> {
    const bytes = Buffer.from(sealed, 'base64');
    const key = await this.#keys.subkey(tenantId, 'secret');
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAAD(Buffer.from(JSON.stringify([tenantId, documentId, field])));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString(
        'utf8',
      );
    } catch (error) {
      throw new Damaged('A stored secret cannot be opened. Enter it again.', { cause: error });
    }
  }
}
