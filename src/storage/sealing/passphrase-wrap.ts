import { randomBytes, scrypt } from 'node:crypto';
import type { TenantId } from '../../core/kernel/ids.ts';
import { openBytes, sealBytes } from './seal-bytes.ts';

/** A data key under a passphrase, with what is needed to try one. */
export interface PassphraseWrap {
  salt: Buffer;
  /** Parameters of scrypt; each wrap has those that were usual when it was made. */
  cost: ScryptCost;
  sealed: Buffer;
}

interface ScryptCost {
  N: number;
  r: number;
  p: number;
}

const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** 64 MB and some tenths of a second. */
const COST: ScryptCost = { N: 2 ** 16, r: 8, p: 2 };
/** What scrypt needs, and some room. */
const MAX_MEMORY = 256 * 1024 * 1024;

/** `cost`: tests take less. */
export async function wrapUnderPassphrase(
  dataKey: Buffer,
  passphrase: string,
  tenantId: TenantId,
  cost = COST,
): Promise<PassphraseWrap> {
  const salt = randomBytes(SALT_BYTES);
  const key = await stretch(passphrase, salt, cost);
  return { salt, cost, sealed: sealBytes(dataKey, key, contextOf(tenantId)) };
}

/** Undefined where another passphrase wrapped it, or a byte was changed. */
export async function openWithPassphrase(
  { salt, cost, sealed }: PassphraseWrap,
  passphrase: string,
  tenantId: TenantId,
): Promise<Buffer | undefined> {
  const key = await stretch(passphrase, salt, cost);
  try {
    return openBytes(sealed, key, contextOf(tenantId));
  } catch {
    return undefined;
  }
}

/** The same characters give the same key, however a keyboard composes them. */
function stretch(passphrase: string, salt: Buffer, { N, r, p }: ScryptCost): Promise<Buffer> {
  const options = { N, r, p, maxmem: MAX_MEMORY };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

const contextOf = (tenantId: TenantId): string => `passphrase|${tenantId}`;
