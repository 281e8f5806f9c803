import { storedBytes } from '../stored-bytes.ts';
import type { KeyRing } from './key-ring.ts';
import type { TenantKeyDocument } from './tenant-key-documents.ts';

/** What opens a tenant's data key instead of the ring, or beside it. */
export type Keepers = Pick<TenantKeyDocument, 'passphrase' | 'keyService'>;

/** What the operator's ring seals of a tenant's keys: one key, and keepers that need both. */
export class KeeperSeals {
  readonly #ring: KeyRing;

  constructor(ring: KeyRing) {
    this.#ring = ring;
  }

  /** The data key, or with a keeper the key of secrets. @throws Damaged, or for a missing key */
  openKey({ sealed, ...document }: TenantKeyDocument & { sealed: Buffer }): Buffer {
    return this.#ring.unwrap(document.keyId, storedBytes(sealed), contextOf(document));
  }

  /** What the ring has sealed once more, as it was before. */
  open({ _id, keyId, passphrase, keyService }: Omit<TenantKeyDocument, 'sealed'>): Keepers {
    const open = <Keeper extends { sealed: Buffer; withRing?: boolean }>(keeper: Keeper): Keeper =>
      keeper.withRing
        ? { ...keeper, sealed: this.#ring.unwrap(keyId, keeper.sealed, keeperContext(_id)) }
        : keeper;
    return {
      ...(passphrase && { passphrase: open(passphrase) }),
      ...(keyService && { keyService: open(keyService) }),
    };
  }

  seal(id: string, { passphrase, keyService }: Keepers): Keepers {
    const seal = <Keeper extends { sealed: Buffer; withRing?: boolean }>(keeper: Keeper): Keeper =>
      keeper.withRing
        ? { ...keeper, sealed: this.#ring.wrap(keeper.sealed, keeperContext(id)).sealed }
        : keeper;
    return {
      ...(passphrase && { passphrase: seal(passphrase) }),
      ...(keyService && { keyService: seal(keyService) }),
    };
  }

  /** All of it once more, under the ring's active key. */
  renew(document: TenantKeyDocument & { sealed: Buffer }): object {
    const key = this.openKey(document);
    const keepers = this.open(document);
    return {
      ...this.#ring.wrap(key, contextOf(document)),
      ...this.seal(document._id, keepers),
    };
  }
}

export const hasKeeper = ({ passphrase, keyService }: Keepers): boolean =>
  passphrase !== undefined || keyService !== undefined;

/** To what the ring binds the key of secrets. */
export const secretContext = (id: string): string => `${id}|secret`;
const keeperContext = (id: string): string => `${id}|keeper`;
const contextOf = (document: Omit<TenantKeyDocument, 'sealed'>): string =>
  hasKeeper(document) ? secretContext(document._id) : document._id;
