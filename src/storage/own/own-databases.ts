import type { Connection } from 'mongoose';
import type { Clock } from '../../core/kernel/time/clock.ts';
import { ProductError, Unavailable } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import {
  storageBusy,
  storageFull,
  storageMisfit,
  storageRefused,
  storageUnavailable,
} from '../../core/storages/storage-faults.ts';
import { databaseAddress } from '../../core/storages/address/storage-address.ts';
import type { DatabaseStorage, OwnStorage } from '../../core/storages/storage.ts';
import type { MongoOwnStorageStore } from '../stores/mongo-own-storage-store.ts';
import { isBusy, translateError } from '../translate-error.ts';
import type { DatabaseGates } from '../gate/database-gate.ts';
import { explainConnectionFailure, isPassingFailure } from './explain-connection-failure.ts';
import { openOwnDatabase, type OwnDatabase } from './open-own-database.ts';
import type { Marked } from '../recovery/marked.ts';
import type { RecoveryCopies } from '../recovery/recovery-copies.ts';
import { copiesInDatabase } from './copies-in-database.ts';
import type { StorageMarks } from './storage-marks.ts';

interface Opened {
  revision: number;
  connection: Promise<Connection>;
  /** Once it is there. */
  database?: OwnDatabase;
  /** When it was looked at last, it wasn't what it should be: nothing is written there. */
  isReadOnly: boolean;
}

export interface OwnDatabasesParts {
  store: MongoOwnStorageStore;
  marks: StorageMarks;
  recovery: RecoveryCopies;
  gates: DatabaseGates;
  clock: Clock;
}

/** One that did not answer is not asked again for this long, so that nothing waits for it, ms. */
const REST_MS = 10_000;
const READ_ONLY = 'Its database takes no writes. Make it writable.';

/** Connections to the databases that tenants brought: one a storage, opened when it is needed. */
export class OwnDatabases {
  readonly #parts: OwnDatabasesParts;
  readonly #opened = new Map<string, Opened>();
  readonly #resting = new Map<string, { revision: number; untilMs: number; error: ProductError }>();

  constructor(parts: OwnDatabasesParts) {
    this.#parts = parts;
  }

  /**
   * The connection to a storage that is what it should be. What is found is noted with the storage.
   * @throws Unavailable `storage-unavailable`, Refused `storage-refused` | `storage-swapped` |
   * `storage-restored` | `storage-taken` (where something is to be written) | `unknown-storage`
   */
  async open(tenantId: TenantId, storageId: string, writes = false): Promise<Connection> {
    const storage = ofDatabase(await this.#parts.store.get(tenantId, storageId));
    try {
      const connection = await this.#connect(storage);
      const fit = await this.#parts.marks.compare(connection, markedOf(storage));
      this.#noteReadOnly(storageId, fit !== 'fits');
      if (fit !== 'fits') await this.#note(storage, storageMisfit(storage, 'database', fit));
      else if (storage.trouble) await this.#parts.store.setTrouble(storageId, undefined);
      if (fit === 'swapped' || (fit !== 'fits' && writes))
        throw storageMisfit(storage, 'database', fit);
      return connection;
    } catch (error) {
      const explained = this.explain(storage, error);
      if (explained instanceof ProductError && isAboutStorage(explained))
        await this.#note(storage, explained);
      throw explained;
    }
  }

  /** The connection that `open` has made; whoever has not opened it is told so. */
  async connected(storageId: string): Promise<Connection> {
    return this.#openedOf(storageId).connection;
  }

  /** Whether a storage that `open` has looked at may only be read. */
  isReadOnly(storageId: string): boolean {
    return this.#openedOf(storageId).isReadOnly;
  }

  /** An error of the driver as users of the storage should hear it. */
  explain(storage: Pick<OwnStorage, 'id' | 'label'>, thrown: unknown): unknown {
    const error = translateError(thrown);
    if (isBusy(error)) return storageBusy(storage, error.retryAfterMs, error);
    if (error instanceof Unavailable && error.code === 'database-unavailable') {
      void this.#drop(storage.id); // closing it has no answer to wait for
      return storageUnavailable(storage, 'database', error);
    }
    if (error instanceof Unavailable && error.code === 'database-full')
      return storageFull(storage, 'database', error);
    if (error instanceof Unavailable && error.code === 'database-read-only')
      return storageRefused(storage, error, READ_ONLY);
    if (error instanceof ProductError) return error;
    const { code } = error as { code?: unknown };
    return code === 18 || code === 13 || code === 8000 ? storageRefused(storage, error) : error;
  }

  /**
   * Looks at a storage, moves its epoch on, and brings what the recovery key opens up to date.
   * @throws as `open`
   */
  async look(storage: DatabaseStorage): Promise<void> {
    const { marks, recovery } = this.#parts;
    const connection = await this.open(storage.tenantId, storage.id);
    const marked = markedOf(storage);
    try {
      await marks.moveOn(connection, marked);
      if (!(await recovery.isDue(marked))) return;
      if ((await marks.compare(connection, marked)) === 'fits')
        await recovery.write(copiesInDatabase(connection), marked);
    } catch (error) {
      throw this.explain(storage, error);
    }
  }

  /** Closes the connections to storages that are not among these any more. */
  async keepOnly(known: () => Promise<ReadonlySet<string>>): Promise<void> {
    const opened = [...this.#opened.keys()];
    const ids = await known();
    const gone = opened.filter((id) => !ids.has(id));
    await Promise.all(gone.map((id) => this.#drop(id)));
  }

  async close(): Promise<void> {
    const ids = [...this.#opened.keys()];
    await Promise.all(ids.map((id) => this.#drop(id)));
  }

  async #connect(storage: DatabaseStorage): Promise<Connection> {
    const { id, revision } = storage;
    const opened = this.#opened.get(id);
    const hasLetGo = opened?.database?.takesWrites() === false;
    if (opened?.revision === revision && !hasLetGo) return opened.connection;
    const resting = this.#resting.get(id);
    const nowMs = this.#parts.clock.monotonicMs();
    if (resting?.revision === revision && nowMs < resting.untilMs) throw resting.error;
    void this.#drop(id); // waiting for it, two would dial side by side
    const dialing = this.#dial(storage);
    const connection = dialing.then((database) => database.connection);
    const opening: Opened = { revision, connection, isReadOnly: true };
    this.#opened.set(id, opening);
    void dialing.then(
      (database) => {
        opening.database = database;
      },
      () => undefined, // whoever waits for the connection hears of it
    );
    return connection;
  }

  async #dial(storage: DatabaseStorage): Promise<OwnDatabase> {
    const { store, gates, clock } = this.#parts;
    const { id, tenantId, revision, address } = storage;
    try {
      const typed = databaseAddress(await store.address(tenantId, id));
      const database = await openOwnDatabase(typed, { gates });
      this.#resting.delete(id);
      return database;
    } catch (error) {
      this.#opened.delete(id);
      const failure = failureOf(storage, error, address.tls);
      const untilMs = clock.monotonicMs() + REST_MS;
      this.#resting.set(id, { revision, untilMs, error: failure });
      throw failure;
    }
  }

  #openedOf(storageId: string): Opened {
    const opened = this.#opened.get(storageId);
    if (!opened) throw storageUnavailable({ label: 'of this backup' }, 'database', undefined);
    return opened;
  }

  #noteReadOnly(storageId: string, isReadOnly: boolean): void {
    const opened = this.#opened.get(storageId);
    if (opened) opened.isReadOnly = isReadOnly;
  }

  async #note({ id, trouble }: OwnStorage, { code, message }: ProductError): Promise<void> {
    if (trouble?.code === code && trouble.message === message) return;
    const since = new Date(this.#parts.clock.now());
    await this.#parts.store.setTrouble(id, { code, message, since });
  }

  async #drop(id: string): Promise<void> {
    const opened = this.#opened.get(id);
    this.#opened.delete(id);
    const connection = await opened?.connection.catch(() => undefined);
    await connection?.close().catch(() => undefined);
  }
}

function ofDatabase(storage: OwnStorage): DatabaseStorage {
  if (storage.kind !== 'own-database') throw new Error('This storage is no database.');
  return storage;
}

const markedOf = ({ tenantId, id, origin }: OwnStorage): Marked => ({
  tenantId,
  storageId: id,
  origin,
});

const isAboutStorage = ({ code }: ProductError): boolean => code.startsWith('storage-');

/** Unavailable for what may pass, Refused for what somebody has to mend. */
function failureOf(storage: OwnStorage, error: unknown, tls: boolean): ProductError {
  if (error instanceof ProductError) return error;
  if (isPassingFailure(error)) return storageUnavailable(storage, 'database', error);
  const { message } = explainConnectionFailure(error, { tls });
  return storageRefused(storage, error, message);
}
