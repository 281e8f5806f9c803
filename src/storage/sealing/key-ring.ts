import { Damaged, Unavailable } from '../../core/kernel/errors.ts';
import { openBytes, sealBytes } from './seal-bytes.ts';

const UNOPENED =
  "This installation's data can't be opened right now. Contact whoever runs this service.";

/** The operator's keys: the first is active, the others still open what they sealed. */
export class KeyRing {
  readonly activeId: string;
  readonly #activeKey: Buffer;
  readonly #keys: ReadonlyMap<string, Buffer>;

  /** @throws Error when there is no key */
  constructor(keys: ReadonlyMap<string, Buffer>) {
    const [active] = keys;
    if (!active) throw new Error('KEY_RING has no keys.');
    [this.activeId, this.#activeKey] = active;
    this.#keys = keys;
  }

  get ids(): string[] {
    return [...this.#keys.keys()];
  }

  /** Seals a tenant's data key. `context` is bound to it: it opens in no other place. */
  wrap(plain: Buffer, context: string): { keyId: string; sealed: Buffer } {
    const sealed = sealBytes(plain, this.#activeKey, `${this.activeId}|${context}`);
    return { keyId: this.activeId, sealed };
  }

  /**
   * @throws Unavailable `key-missing` when the key is not on the ring, Damaged when the data was
   * changed. Only the cause names a key: messages are read by anybody.
   */
  unwrap(keyId: string, sealed: Buffer, context: string): Buffer {
    const key = this.#keys.get(keyId);
    if (!key) {
      const what = `The key "${keyId}" isn't on the key ring. Add it to KEY_RING again.`;
      throw new Unavailable('key-missing', UNOPENED, { cause: new Error(what) });
    }
    try {
      return openBytes(sealed, key, `${keyId}|${context}`);
    } catch {
      const what = `The data key was changed, or KEY_RING has a different key named "${keyId}".`;
      throw new Damaged(UNOPENED, { cause: new Error(what) });
    }
  }
}
