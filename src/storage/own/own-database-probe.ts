import type { Connection } from 'mongoose';
import {
  DATABASE_PROVIDERS,
  type DatabaseProvider,
} from '../../core/storages/storage-providers.ts';
import { CLOCK_TOLERANCE_MS, type Clock } from '../../core/kernel/clock.ts';
import { InvalidInput, ProductError } from '../../core/kernel/errors.ts';
import type { TenantId } from '../../core/kernel/ids.ts';
import type { DatabaseAddress } from '../../core/storages/database-address.ts';
import type { StorageFindings } from '../../core/storages/storage-probe.ts';
import { ensureIndexes } from '../ensure-indexes.ts';
import { translateError } from '../translate-error.ts';
import { registerVaultModels } from '../vault/mongo-storages.ts';
import type { DatabaseGates } from '../gate/database-gate.ts';
import { explainConnectionFailure } from './explain-connection-failure.ts';
import { openOwnDatabase, type OwnDatabase } from './open-own-database.ts';
import type { ResolveService } from './find-hosts.ts';
import type { StorageMarks } from './storage-marks.ts';
import { tryDatabase } from './try-database.ts';

export interface ProbeParts {
  marks: StorageMarks;
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
  ): Promise<StorageFindings> {
    return this.#with(address, async ({ connection, hello }) => {
      assertNewEnough(hello.maxWireVersion ?? 0, provider);
      await tryDatabase(connection);
      const freeBytes = await askFreeBytes(connection);
      return {
        storageId: await this.#parts.marks.storageIn(connection, tenantId),
        freeBytes,
        warnings: [...this.#clockWarning(hello.localTime), ...roomWarning(freeBytes)],
      };
    });
  }

  prepare(tenantId: TenantId, storageId: string, address: DatabaseAddress): Promise<void> {
    return this.#with(address, async ({ connection }) => {
      registerVaultModels(connection);
      await this.#parts.marks.set(connection, { tenantId, storageId });
      await ensureIndexes(connection);
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
