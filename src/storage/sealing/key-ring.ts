import { Damaged, Unavailable } from '../../core/kernel/errors.ts';
import { openBytes, sealBytes } from './seal-bytes.ts';

const UNOPENED =
  "This installation's data can't be opened right now. Contact whoever runs this service.";

/** Something about the ring that only whoever runs the service is told: the cause of an error. */
export class RingFault extends Error {}

/** The operator's keys: the first is active, the others still open what they sealed. */
export class KeyRing {
  readonly activeId: string;
  readonly #activeKey: Buffer;
  readonly #keys: ReadonlyMap<string, Buffer>;
  #different: ReadonlySet<string> = new Set();

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

  /**
   * Keys of these ids sealed stored data, and those on the ring aren't they: from now on they count
   * as missing. Those that were named earlier no longer do.
   */
  nameDifferent(ids: readonly string[]): void {
    this.#different = new Set(ids);
  }

  /** Whether the key of this id is on the ring, as far as is known. */
  has(id: string): boolean {
    return this.#keys.has(id) && !this.#different.has(id);
  }

  /**
   * Seals a tenant's data key. `context` is bound to it: it opens in no other place. @throws
   * Unavailable `key-missing` where a different key has the id of the active one
   */
  wrap(plain: Buffer, context: string): { keyId: string; sealed: Buffer } {
    if (!this.has(this.activeId)) throw this.#missing(this.activeId);
    const sealed = sealBytes(plain, this.#activeKey, `${this.activeId}|${context}`);
    return { keyId: this.activeId, sealed };
  }

  /**
   * @throws Unavailable `key-missing` when the key is not on the ring, Damaged when the data was
   * changed. Only the cause, a RingFault, names a key: messages are read by anybody.
   */
  unwrap(keyId: string, sealed: Buffer, context: string): Buffer {
    const key = this.#keys.get(keyId);
    if (!key) throw this.#missing(keyId);
    try {
      return openBytes(sealed, key, `${keyId}|${context}`);
    } catch {
      if (!this.has(keyId)) throw this.#missing(keyId);
      const what = `The data key of ${context} was changed, or KEY_RING has a different key named "${keyId}". Put the old key back, or restore the database from a copy.`;
      throw new Damaged(UNOPENED, { cause: new RingFault(what) });
    }
  }

  #missing(keyId: string): Unavailable {
    const what = this.#keys.has(keyId)
      ? `KEY_RING has a different key named "${keyId}" than the one that sealed stored data. Put the old key back, and give the new one another name.`
      : `The key "${keyId}" isn't on the key ring. Add it to KEY_RING again.`;
    return new Unavailable('key-missing', UNOPENED, { cause: new RingFault(what) });
  }
}
