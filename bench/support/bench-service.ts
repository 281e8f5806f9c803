/**
 * The backup engine with its real storage and client, wired for measuring: no pages, no queue of
 * others.
 */
import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { systemClock } from '../../src/clock.ts';
import { composeBackups } from '../../src/compose/compose-backups.ts';
import { composeStores, type Stores } from '../../src/compose/storage/compose-stores.ts';
import { cloudKind } from '../../src/core/sites/kinds/cloud-kind.ts';
import type { Backup } from '../../src/core/backups/backup.ts';
import type { BackupRecord } from '../../src/core/storages/records/backup-record.ts';
import { runId, tenantId } from '../../src/core/kernel/ids.ts';
import type { AssetsReader } from '../../src/core/assets/ports/assets-reader.ts';
import type { RunHandler } from '../../src/core/runs/run-handler.ts';
import { SiteAccess } from '../../src/core/sites/access/site-access.ts';
import { connectDatabase } from '../../src/storage/connect-database.ts';
import { ensureIndexes } from '../../src/storage/ensure-indexes.ts';
import { MongoRunQueue } from '../../src/storage/queue/mongo-run-queue.ts';
import { KeyRing } from '../../src/storage/sealing/key-ring.ts';
import { deleteBackups } from '../../src/core/backups/delete/delete-backups.ts';
import { newRunId } from '../../src/core/runs/new-run-id.ts';
import { BENCH_PERSON, benchSource } from './bench-source.ts';
import { runKinds } from '../../src/run-kinds.ts';

/** As the service does it where nothing is set. */
const FULL_EVERY = 7;

const tenant = tenantId('bench');

export class BenchService {
  readonly #connection: Connection;
  readonly #stores: Stores;
  readonly #queue: MongoRunQueue;
  /** Ids of sources. */
  readonly #connected = new Set<string>();

  private constructor(connection: Connection) {
    this.#connection = connection;
    this.#stores = composeStores({
      service: connection,
      storage: connection,
      keyRing: new KeyRing(new Map([['k', randomBytes(32)]])),
      kinds: runKinds,
      clock: systemClock,
    });
    this.#queue = new MongoRunQueue(connection, this.#stores.runCodec, systemClock, {
      leaseMs: 30_000,
      heartbeatMs: 2_000,
      marginMs: 5_000,
    });
  }

  static async open(uri: string): Promise<BenchService> {
    const service = new BenchService(
      await connectDatabase(uri, `bench_${randomBytes(4).toString('hex')}`),
    );
    await ensureIndexes(service.#connection);
    return service;
  }

  /**
   * Backs one schema up; the second backup of the same schema leans on the first. Schemas of
   * two workspaces are different ones, even under the same id.
   */
  async backUp(
    site: AssetsReader,
    schema: { id: string; name: string },
    workspaceId?: string,
  ): Promise<{ id: string; facts: Backup; ms: number; writtenBytes: number }> {
    const source = benchSource(tenant, workspaceId);
    if (!this.#connected.has(source.id)) await this.#stores.sites.save(source, 'token');
    this.#connected.add(source.id);
    await this.#stores.catalog.seen(source, [
      { schemaId: schema.id, name: schema.name, key: 'B', objectCount: 0 },
    ]);
    const schemas = await this.#stores.catalog.all(tenant, source.id);
    const known = schemas.find((each) => each.schemaId === schema.id);
    if (!known) throw new Error('The schema is not in the catalog.');
    const { backups, handlers } = composeBackups({
      stores: this.#stores,
      access: new SiteAccess(this.#stores.sites, [
        { kind: cloudKind.name, openReader: () => site },
      ]),
      clock: systemClock,
      fullEvery: FULL_EVERY,
    });
    const run = await backups.request(tenant, known.id, BENCH_PERSON);
    const lease = await this.#queue.claim(['backup']);
    const handler: RunHandler | undefined = handlers.find(({ kind }) => kind.name === 'backup');
    if (!lease || !handler) throw new Error('The backup is not in the queue.');
    const from = performance.now();
    const outcome = await handler.work(lease);
    await lease.finish({ state: 'complete', ...outcome });
    const ms = performance.now() - from;
    await handler.settle?.(run);
    return {
      id: run.id,
      facts: await this.#stores.backups.get(tenant, run.id),
      ms,
      writtenBytes: await this.#bytesOf(run.id),
    };
  }

  /** What the storage holds of a run's own documents. */
  async #bytesOf(runId: string): Promise<number> {
    let bytes = 0;
    for (const name of ['packs', 'backup_headers']) {
      for await (const document of this.#connection
        .collection(name)
        .find({ tenantId: String(tenant), runId }, { projection: { size: 1 } }))
        bytes += Number(document['size']);
    }
    return bytes;
  }

  async *records(backupId: string): AsyncGenerator<BackupRecord> {
    const backup = await this.#stores.backups.get(tenant, runId(backupId));
    const vault = this.#stores.storages.open(tenant, backup.storageId);
    yield* (await vault.openReader(backup)).records({});
  }

  /** Every record of a backup is read. @throws Damaged */
  async readAll(backupId: string): Promise<void> {
    for await (const record of this.records(backupId)) void record;
  }

  /** Deletes backups for good. */
  async delete(ids: string[]): Promise<void> {
    for (const id of ids) await this.#stores.backups.requestDelete(tenant, runId(id));
    await deleteBackups(this.#stores, { id: newRunId(), tenantId: tenant }, ids.map(runId));
  }

  async close(): Promise<void> {
    await this.#queue.close();
    await this.#connection.close();
  }
}
