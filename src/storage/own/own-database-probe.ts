import type { Connection } from 'mongoose';
import {
  DATABASE_PROVIDERS,
  type DatabaseProvider,
} from '../../core/storages/storage-providers.ts';
import { CLOCK_TOLERANCE_MS, type Clock } from '../../core/kernel/time/clock.ts';
import { InvalidInput, ProductError } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { DatabaseAddress } from '../../core/storages/address/database-address.ts';
import type { OwnStorage, StorageOrigin } from '../../core/storages/storage.ts';
import type { StorageFindings } from '../../core/storages/storage-probe.ts';
import { ensureIndexes } from '../ensure-indexes.ts';
import { translateError } from '../translate-error.ts';
import { headerModel } from '../vault/headers/header-document.ts';
import { registerVaultModels } from '../vault/mongo-storages.ts';
import type { DatabaseGates } from '../gate/database-gate.ts';
import { explainConnectionFailure } from './explain-connection-failure.ts';
import { openOwnDatabase, type OwnDatabase } from './open-own-database.ts';
import type { ResolveService } from './find-hosts.ts';
import { originOf } from '../recovery/marked.ts';
import type { RecoveryCopies } from '../recovery/recovery-copies.ts';
import { copiesInDatabase } from './copies-in-database.ts';
import type { StorageMarks } from './storage-marks.ts';
import { tryDatabase } from './try-database.ts';

export interface ProbeParts {
  marks: StorageMarks;
  recovery: RecoveryCopies;
  gates: DatabaseGates;
  clock: Pick<Clock, 'now'>;
  resolve?: ResolveService | undefined;
  /** How long one server may take to answer, ms. */
  timeoutMs?: number | undefined;
}

const LITTLE_BYTES = 1024 ** 3;

/** Tries databases that administrators bring, over connections of its own that are closed again. */
export class OwnDatabaseProbe {
  readonly #parts: ProbeParts;

  constructor(parts: ProbeParts) {
    this.#parts = parts;
  }

  check(
    tenantId: TenantId,
    address: DatabaseAddress,
    provider: DatabaseProvider,
    expected?: OwnStorage,
  ): Promise<StorageFindings> {
    return this.#with(address, async ({ connection, hello }) => {
      assertNewEnough(hello.maxWireVersion ?? 0, provider);
      await tryDatabase(connection);
      const freeBytes = await askFreeBytes(connection);
      return {
        storageId: await this.#find(connection, tenantId, expected),
        freeBytes,
        warnings: [...this.#clockWarning(hello.localTime), ...roomWarning(freeBytes)],
      };
    });
  }

  prepare(
    tenantId: TenantId,
    storageId: string,
    address: DatabaseAddress,
    origin?: StorageOrigin,
  ): Promise<void> {
    const marked = { tenantId, storageId, origin };
    return this.#with(address, async ({ connection }) => {
      registerVaultModels(connection);
      await this.#parts.marks.set(connection, marked);
      await ensureIndexes(connection);
      await this.#parts.recovery.write(copiesInDatabase(connection), marked);
    });
  }

  /** Reads from a database that is new enough, on a connection of its own. @throws InvalidInput */
  visit<T>(
    address: DatabaseAddress,
    provider: DatabaseProvider,
    work: (connection: Connection) => Promise<T>,
  ): Promise<T> {
    return this.#with(address, async ({ connection, hello }) => {
      assertNewEnough(hello.maxWireVersion ?? 0, provider);
      return work(connection);
    });
  }

  /** An attached storage is known by the mark of whoever made it. */
  async #find(
    connection: Connection,
    tenantId: TenantId,
    expected: OwnStorage | undefined,
  ): Promise<string | undefined> {
    const { marks } = this.#parts;
    if (!expected?.origin) return marks.storageIn(connection, tenantId);
    const { id: storageId, origin } = expected;
    const isThere = await marks.isIn(connection, { tenantId, storageId, origin });
    return isThere ? storageId : marks.storageIn(connection, tenantId);
  }

  /** What another installation took over, and a database with backups that nobody lists, stays. */
  leave(
    tenantId: TenantId,
    storageId: string,
    address: DatabaseAddress,
    origin?: StorageOrigin,
  ): Promise<boolean> {
    const { marks } = this.#parts;
    const marked = { tenantId, storageId, origin };
    return this.#with(address, async ({ connection }) => {
      await marks.forget(storageId);
      if (!(await marks.isHeld(connection, marked))) return false;
      const written = { tenantId: String(originOf(marked).tenantId) };
      if ((await headerModel(connection).countDocuments(written)) > 0) return false;
      await copiesInDatabase(connection).remove(originOf(marked));
      await marks.remove(connection, marked);
      return true;
    });
  }

  async #with<T>(address: DatabaseAddress, work: (database: OwnDatabase) => Promise<T>) {
    const { gates, resolve, timeoutMs } = this.#parts;
    let database: OwnDatabase | undefined;
    try {
      database = await openOwnDatabase(address, { gates, resolve, timeoutMs });
      return await work(database);
    } catch (error) {
      throw inWords(error, address);
    } finally {
      await database?.connection.close();
    }
  }

  #clockWarning(serverTime: Date | undefined): string[] {
    const offMs = serverTime ? serverTime.getTime() - this.#parts.clock.now() : 0;
    if (Math.abs(offMs) < CLOCK_TOLERANCE_MS) return [];
    const minutes = Math.round(Math.abs(offMs) / 60_000);
    return [`The clock of this database is ${minutes} minutes ${offMs > 0 ? 'ahead' : 'behind'}.`];
  }
}

/** What the services of this product said stays as it is. */
function inWords(error: unknown, { tls }: DatabaseAddress): ProductError {
  if (error instanceof ProductError && error.code !== 'database-unavailable') return inField(error);
  const cause = error instanceof ProductError ? error.cause : error;
  try {
    return explainConnectionFailure(cause, { tls });
  } catch {
    const translated = translateError(error);
    if (translated instanceof ProductError) return inField(translated);
    return new InvalidInput(
      {
        database:
          "The database refused what a storage needs. Check its limits and the user's rights.",
      },
      { cause: error },
    );
  }
}

/** A database that is full, for example. */
const inField = (error: ProductError): ProductError =>
  error instanceof InvalidInput
    ? error
    : new InvalidInput({ database: error.message }, { cause: error });

function assertNewEnough(wireVersion: number, provider: DatabaseProvider): void {
  const { label, oldest } = DATABASE_PROVIDERS[provider];
  if (wireVersion >= oldest.wireVersion) return;
  throw new InvalidInput({
    provider: `This server is too old for ${label}: ${oldest.release} or newer is needed.`,
  });
}

/** Undefined where the server does not tell. */
async function askFreeBytes(connection: Connection): Promise<number | undefined> {
  try {
    const stats = await connection.db?.command({ dbStats: 1 });
    const { fsTotalSize, fsUsedSize } = (stats ?? {}) as Record<string, unknown>;
    if (typeof fsTotalSize !== 'number' || typeof fsUsedSize !== 'number') return undefined;
    return fsTotalSize > 0 ? fsTotalSize - fsUsedSize : undefined;
  } catch {
    return undefined; // not every server has it, nor lets every user ask
  }
}

const roomWarning = (freeBytes: number | undefined): string[] =>
  freeBytes !== undefined && freeBytes < LITTLE_BYTES
    ? ['This database has less than 1 GB of free space.']
    : [];
