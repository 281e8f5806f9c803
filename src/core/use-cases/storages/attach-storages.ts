import { InvalidInput } from '../../kernel/errors.ts';
import type { TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import { readRecoveryKey } from '../../storages/keys/read-recovery-key.ts';
import type { StorageOffer, StorageOffers } from '../../storages/storage-offers.ts';
import type { OwnStorage, OwnStorageStore } from '../../storages/storage.ts';
import type { ListAttached } from '../upkeep/list-attached.ts';
import { assertLabelIsFree } from './assert-label-is-free.ts';
import { asFieldError, readStorageInput } from './storage-input.ts';

interface Deps {
  store: OwnStorageStore;
  offers: StorageOffers;
  listing: Pick<ListAttached, 'listSome'>;
}

/** The outcome of attaching. */
export interface AttachedStorages {
  storages: OwnStorage[];
  /** Backups that are listed by now. */
  listed: number;
  /** Not all are yet: upkeep continues. */
  isGoing: boolean;
}

/**
 * *Attach a storage that has backups*: after a disaster of the service, the backups in a database
 * or bucket of the tenant's own are listed again, from that and the recovery key alone.
 */
export class AttachStorages {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /**
   * What is in the database or bucket that was typed. Nothing is attached, nothing written there.
   * @throws InvalidInput whose fields are the ones to edit
   */
  async look(tenantId: TenantId, input: unknown): Promise<StorageOffer> {
    const { key, mistake } = keyIn(input);
    const { label, provider, address, addressField } = withMistake(mistake, () =>
      readStorageInput(input, undefined),
    );
    if (!key) throw new InvalidInput({ recoveryKey: mistake });
    assertLabelIsFree(label, await this.#deps.store.list(tenantId), undefined);
    try {
      const typed = { label, provider, address, recoveryKey: key };
      return await this.#deps.offers.look(tenantId, typed);
    } catch (error) {
      throw asFieldError(error, addressField);
    }
  }

  /** Attaches what was looked at. Repeatable. @throws NotFound, InvalidInput */
  async attach(tenantId: TenantId, offerId: string, by: Person): Promise<AttachedStorages> {
    const storages = await this.#deps.offers.accept(tenantId, offerId, by);
    let [listed, isGoing] = [0, false];
    for (const storage of storages) {
      const some = await this.#deps.listing.listSome(storage);
      listed += some.listed;
      isGoing ||= some.isGoing;
    }
    return { storages, listed, isGoing };
  }
}

function keyIn(input: unknown): { key?: Buffer; mistake: string } {
  const typed: unknown =
    typeof input === 'object' && input !== null ? Reflect.get(input, 'recoveryKey') : undefined;
  if (typeof typed !== 'string' || typed.trim() === '')
    return { mistake: 'Recovery key is mandatory' };
  const { key, mistake = '' } = readRecoveryKey(typed);
  return key ? { key, mistake } : { mistake };
}

/** All wrong fields are reported at once. @throws InvalidInput */
function withMistake<T>(mistake: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InvalidInput) || mistake === '') throw error;
    throw new InvalidInput({ ...error.fields, recoveryKey: mistake }, { cause: error });
  }
}
