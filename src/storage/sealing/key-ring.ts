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

/**
 * Reads `id:base64,id:base64`, 32 bytes each. @throws Error with every mistake, repeating no key
 */
export function parseKeyRing(text: string): KeyRing {
  const keys = new Map<string, Buffer>();
  const mistakes: string[] = [];
  const parts = text.split(',').map((part) => part.trim());
  for (const [index, part] of parts.filter(Boolean).entries()) {
    const [id = '', encoded = ''] = part.split(/:(.*)/s);
    const key = Buffer.from(encoded, 'base64');
    if (!/^[\w-]{1,32}$/.test(id)) {
      mistakes.push(
        `key ${index + 1} is not written as id:base64, its id of letters, digits, underscore and hyphen.`,
      );
    } else if (key.length !== 32) {
      mistakes.push(`the key "${id}" is not 32 bytes in base64.`);
    } else if (keys.has(id)) {
      mistakes.push(`the key id "${id}" stands there twice.`);
    } else {
      keys.set(id, key);
    }
  }
  if (mistakes.length > 0) throw new Error(mistakes.map((line) => `KEY_RING: ${line}`).join('\n'));
  return new KeyRing(keys);
}
