import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Damaged } from '../../core/kernel/errors.ts';

/** The operator's keys: the first is active, the others still open what they sealed. */
export class KeyRing {
  readonly activeId: string;
  readonly #keys: Map<string, Buffer>;

  constructor(keys: Map<string, Buffer>) {
    this.#keys = keys;
    this.activeId = [...keys.keys()][0]!;
  }

  /** Seals a tenant's data key. `context` is bound to it: it opens in no other place. */
  wrap(plain: Buffer, context: string): { keyId: string; sealed: Buffer } {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#keys.get(this.activeId)!, nonce);
    cipher.setAAD(Buffer.from(`${this.activeId}|${context}`));
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    return { keyId: this.activeId, sealed: Buffer.concat([nonce, cipher.getAuthTag(), body]) };
  }

  /** @throws Damaged when the key is not on the ring or the data was changed */
  unwrap(keyId: string, sealed: Buffer, context: string): Buffer {
    const key = this.#keys.get(keyId);
    if (!key)
      throw new Damaged(`The key "${keyId}" is not on the key ring. Add it to KEY_RING again.`);
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12));
      decipher.setAAD(Buffer.from(`${keyId}|${context}`));
      decipher.setAuthTag(sealed.subarray(12, 28));
      return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
    } catch (error) {
      throw new Damaged(
        'A data key cannot be opened: it was changed, or the key ring holds another key under its name.',
        { cause: error },
      );
    }
  }
}

/** Reads `id:base64,id:base64`, 32 bytes each. @throws Error with a sentence that repeats no key */
export function parseKeyRing(text: string): KeyRing {
  const keys = new Map<string, Buffer>();
  for (const part of text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)) {
    const [id, encoded] = part.split(/:(.*)/s);
    if (!id || !/^[\w-]{1,32}$/.test(id))
      throw new Error(
        'KEY_RING: each key is written as id:base64, its id of letters, digits, underscore and hyphen.',
      );
    const key = Buffer.from(encoded ?? '', 'base64');
    if (key.length !== 32) throw new Error(`KEY_RING: the key "${id}" is not 32 bytes in base64.`);
    if (keys.has(id)) throw new Error(`KEY_RING: the key id "${id}" stands there twice.`);
    keys.set(id, key);
  }
  if (keys.size === 0) throw new Error('KEY_RING holds no key.');
  return new KeyRing(keys);
}
