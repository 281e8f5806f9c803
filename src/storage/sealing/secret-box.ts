import { Damaged, orAbsent } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import { openBytes, sealBytes } from './seal-bytes.ts';
import type { TenantKeys } from './tenant-keys.ts';

/** The only place a secret opens for. */
interface SealedPlace {
  tenantId: TenantId;
  documentId: string;
  field: string;
}

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
    const place = { tenantId, documentId, field };
    return (await this.sealBytes(place, Buffer.from(plaintext))).toString('base64');
  }

  /**
   * Whether the tenant still has the key that its secrets are sealed under. @throws where that
   * cannot be opened, which says nothing about a secret: Unavailable, Damaged
   */
  async hasKey(tenantId: TenantId): Promise<boolean> {
    return (await orAbsent(this.#keys.subkey(tenantId, 'secret'))) !== undefined;
  }

  async sealBytes({ tenantId, documentId, field }: SealedPlace, plain: Buffer): Promise<Buffer> {
    const key = await this.#keys.subkey(tenantId, 'secret');
    return sealBytes(plain, key, contextOf(tenantId, documentId, field));
  }

  /** @throws Damaged when it was changed or belongs elsewhere */
  async open(
    tenantId: TenantId,
    documentId: string,
    field: string,
    sealed: unknown,
  ): Promise<string> {
    const place = { tenantId, documentId, field };
    if (typeof sealed !== 'string') throw new Damaged(UNREADABLE);
    return (await this.openBytes(place, Buffer.from(sealed, 'base64'))).toString('utf8');
  }

  /** @throws Damaged when it was changed or belongs elsewhere */
  async openBytes({ tenantId, documentId, field }: SealedPlace, sealed: Buffer): Promise<Buffer> {
    const key = await this.#keys.subkey(tenantId, 'secret');
    try {
      return openBytes(sealed, key, contextOf(tenantId, documentId, field));
    } catch (error) {
      throw new Damaged(UNREADABLE, { cause: error });
    }
  }
}

const UNREADABLE = "A saved secret can't be opened. Enter it again.";

const contextOf = (tenantId: TenantId, documentId: string, field: string): string =>
  JSON.stringify([tenantId, documentId, field]);
