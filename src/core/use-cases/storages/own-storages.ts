import { randomBytes } from 'node:crypto';
import type { Clock } from '../../kernel/time/clock.ts';
import { InvalidInput, NotFound } from '../../kernel/errors.ts';
import type { TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import { showPlace } from '../../storages/address/storage-address.ts';
import { isReadable } from '../../storages/storage-faults.ts';
import type { StorageProbe } from '../../storages/storage-probe.ts';
import { SERVICE_STORAGE, type OwnStorage, type OwnStorageStore } from '../../storages/storage.ts';
import { assertLabelIsFree } from './assert-label-is-free.ts';
import { asFieldError, readStorageInput, type StorageInput } from './storage-input.ts';

interface Deps {
  clock: Pick<Clock, 'now'>;
  store: OwnStorageStore;
  probe: StorageProbe;
  /** What the service's own storage is called. */
  serviceLabel: string;
}

/** What a storage is called, and why it can't be used right now. */
export interface StorageName {
  label: string;
  trouble: string | undefined;
  /** In spite of it, backups can be read there. */
  isReadable?: boolean;
  /** For how many days what a backup needs is locked there; absent where nothing is. */
  lockDays?: number;
}
export type StorageNames = ReadonlyMap<string, StorageName>;

/** The outcome of saving a storage. */
export interface SavedStorage {
  storage: OwnStorage;
  /** What works now and may hurt later. */
  warnings: string[];
}

const otherThanBefore = ({ kind }: OwnStorage): string => {
  const made = kind === 'bucket' ? 'bucket' : 'database';
  return `This is another ${made} than before, or it was emptied. Add it under another name to use it for new backups.`;
};

interface Saving {
  tenantId: TenantId;
  by: Person;
  known: OwnStorage[];
  /** The one whose address is edited. */
  edited: OwnStorage | undefined;
}

/**
 * The databases and buckets that a tenant brought. Nothing is stored that was not seen to work, and
 * a password goes only where it was typed for. Each is known again by the mark in it: saving the
 * address of one that is connected already changes it, any other is a new storage.
 */
export class OwnStorages {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  list(tenantId: TenantId): Promise<OwnStorage[]> {
    return this.#deps.store.list(tenantId);
  }

  /**
   * What each storage of a tenant is called, by id; empty where there is only the service's own.
   */
  async names(tenantId: TenantId): Promise<StorageNames> {
    const own = await this.list(tenantId);
    if (own.length === 0) return new Map();
    const service = { label: this.#deps.serviceLabel, trouble: undefined };
    return new Map<string, StorageName>([
      [SERVICE_STORAGE.id, service],
      ...own.map((storage) => [storage.id, nameOf(storage)] as const),
    ]);
  }

  /**
   * Checks live, in order, gets the database ready and saves it. `of`: the storage whose address
   * and password are kept where none was typed.
   * @throws InvalidInput whose fields are the ones to edit; Conflict `storage-changed`
   */
  async save(
    { tenantId, by, of }: { tenantId: TenantId; by: Person; of: string | undefined },
    input: unknown,
  ): Promise<SavedStorage> {
    const known = await this.list(tenantId);
    const edited = known.find(({ id }) => id === of);
    const stored = edited && (await this.#deps.store.address(tenantId, edited.id));
    const typed = readStorageInput(input, stored);
    return this.#checkAndSave({ tenantId, by, known, edited }, typed);
  }

  /**
   * Checks a storage as it is stored, and takes it as it is: what is there counts from now on.
   * @throws InvalidInput `form`, NotFound, Conflict `storage-changed`
   */
  async renew(tenantId: TenantId, id: string): Promise<SavedStorage> {
    const { store, probe } = this.#deps;
    const before = (await this.list(tenantId)).find((each) => each.id === id);
    if (!before) throw new NotFound('This storage no longer exists. Reload the page.');
    const address = await store.address(tenantId, id);
    try {
      const { storageId, warnings } = await probe.check(tenantId, address, before.provider, before);
      if (storageId !== id) throw new InvalidInput({ form: otherThanBefore(before) });
      await probe.prepare(tenantId, id, address, before.origin);
      return { storage: await store.save(before, address), warnings };
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      throw new InvalidInput({ form: Object.values(error.fields).join(' ') }, { cause: error });
    }
  }

  async #checkAndSave(
    { tenantId, by, known, edited }: Saving,
    typed: StorageInput,
  ): Promise<SavedStorage> {
    const { probe, store } = this.#deps;
    const { address, provider, label, addressField } = typed;
    try {
      const found = await probe.check(tenantId, address, provider, edited);
      const before = known.find(({ id }) => id === found.storageId);
      assertLabelIsFree(label, known, before?.id);
      const id = found.storageId ?? randomBytes(12).toString('hex');
      await probe.prepare(tenantId, id, address, before?.origin);
      const storage = this.#toStorage({ id, tenantId, by, before }, typed);
      return { storage: await store.save(storage, address), warnings: found.warnings };
    } catch (error) {
      throw asFieldError(error, addressField);
    }
  }

  #toStorage(
    {
      before,
      by,
      ...of
    }: {
      id: string;
      tenantId: TenantId;
      by: Person;
      before: OwnStorage | undefined;
    },
    { provider, label, address }: StorageInput,
  ): OwnStorage {
    return {
      ...of,
      ...showPlace(address),
      provider,
      label,
      createdAt: before?.createdAt ?? new Date(this.#deps.clock.now()),
      addedBy: before?.addedBy ?? { accountId: by.accountId, name: by.name },
      origin: before?.origin,
      attaching: before?.attaching,
      revision: before?.revision ?? 0,
    };
  }
}

function nameOf(storage: OwnStorage): StorageName {
  const lockDays = storage.kind === 'bucket' ? storage.address.lockDays : 0;
  const { label, trouble } = storage;
  return {
    label,
    trouble: trouble?.message,
    ...(trouble && isReadable(trouble) && { isReadable: true }),
    ...(lockDays > 0 && { lockDays }),
  };
}
