import { Damaged } from '../../core/kernel/errors.ts';
import { openBytes, sealBytes } from './seal-bytes.ts';

/** The operator's keys: the first is active, the others still open what they sealed. */
export class KeyRing {
  readonly activeId: string;
  readonly #activeKey: Buffer;
  readonly #keys: Map<string, Buffer>;

  /** @throws Error when there is no key */
  constructor(keys: Map<string, Buffer>) {
    const [active] = keys;
    if (!active) throw new Error('KEY_RING holds no key.');
    [this.activeId, this.#activeKey] = active;
    this.#keys = keys;
  }

  /** Seals a tenant's data key. `context` is bound to it: it opens in no other place. */
  wrap(plain: Buffer, context: string): { keyId: string; sealed: Buffer } {
    const sealed = sealBytes(plain, this.#activeKey, `${this.activeId}|${context}`);
    return { keyId: this.activeId, sealed };
  }

  /** @throws Damaged when the key is not on the ring or the data was changed */
  unwrap(keyId: string, sealed: Buffer, context: string): Buffer {
    const key = this.#keys.get(keyId);
    if (!key)
      throw new Damaged(`The key "${keyId}" is not on the key ring. Add it to KEY_RING again.`);
    try {
      return openBytes(sealed, key, `${keyId}|${context}`);
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
  return new KeyRing(keys);
}
