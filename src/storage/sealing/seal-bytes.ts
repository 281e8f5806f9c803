/**
 * AES-256-GCM with a random 96-bit nonce, the only cipher of this service. Sealed bytes are nonce,
 * tag, ciphertext. `context` is authenticated but not stored: what was sealed opens only where the
 * same context is given again. The mode is a stream: `update` gives as many bytes as it gets, and
 * `final` none.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { giveBack } from '../../core/kernel/give-back.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** A tag that was cut short is none. */
const TAG = { authTagLength: TAG_BYTES };

/** `key` has 32 bytes. Sealing the same bytes twice gives different results. */
export function sealBytes(plain: Buffer, key: Buffer, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce);
  cipher.setAAD(Buffer.from(context));
  const body = cipher.update(plain);
  cipher.final();
  const sealed = Buffer.concat([nonce, cipher.getAuthTag(), body]);
  giveBack(body);
  return sealed;
}

/**
 * @throws Error when a byte was changed, or key or context are not those it was sealed with;
 * callers say what that means to their readers
 */
export function openBytes(sealed: Buffer, key: Buffer, context: string): Buffer {
  const bodyAt = NONCE_BYTES + TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), TAG);
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(sealed.subarray(NONCE_BYTES, bodyAt));
  const plain = decipher.update(sealed.subarray(bodyAt));
  decipher.final(); // which checks the tag
  return plain;
}
