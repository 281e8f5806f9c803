/**
 * The backup engine with its real storage and client, wired for measuring: no pages, no queue of
 * others.
 */
import type { RunHandler } from '../src/core/runs/run-handler.ts';
import { runKinds } from '../src/run-kinds.ts';
import { RunCodec } from '../src/storage/queue/run-codec.ts';
import { randomBytes } from 'node:crypto';
import type { Connection } from 'mongoose';
import { systemClock } from '../src/clock.ts';
import { Backups } from '../src/core/use-cases/backups/backups.ts';
import { TakeBackup } from '../src/core/backups/take/take-backup.ts';
import type { Backup } from '../src/core/backups/backup.ts';
import type { BackupRecord } from '../src/core/storages/record.ts';
import { tenantId } from '../src/core/kernel/ids.ts';
import type { AssetsReader } from '../src/core/assets/ports/assets-reader.ts';
import { SiteAccess } from '../src/core/sites/site-access.ts';
import { connectDatabase } from '../src/storage/connect-database.ts';
import { ensureIndexes } from '../src/storage/ensure-indexes.ts';
import { MongoRunQueue } from '../src/storage/queue/mongo-run-queue.ts';
import { MongoRunStore } from '../src/storage/queue/mongo-run-store.ts';
import { KeyRing } from '../src/storage/sealing/key-ring.ts';
import { SecretBox } from '../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../src/storage/sealing/tenant-keys.ts';
import { MongoBackupStore } from '../src/storage/stores/mongo-backup-store.ts';
import { MongoCatalogStore } from '../src/storage/stores/mongo-catalog-store.ts';
import { MongoSiteStore } from '../src/storage/stores/mongo-site-store.ts';
import { cloudSource } from '../test/support/cloud-site.ts';
import { opens } from '../test/support/opens.ts';
import { MongoStorages } from '../src/storage/vault/mongo-storages.ts';
import { SERVICE_STORAGE } from '../src/core/storages/storage.ts';

const tenant = tenantId('bench');
const by = { accountId: '1', name: 'Bench' };
const source = cloudSource({ tenantId: tenant, siteUrl: 'http://site', account: by });

export class BenchService {
  readonly #connection: Connection;
  readonly #keys: TenantKeys;
  readonly #runs: MongoRunStore;
  readonly #backups: MongoBackupStore;
  readonly #catalog: MongoCatalogStore;
  readonly #sites: MongoSiteStore;
  readonly #storages: MongoStorages;
  readonly #queue: MongoRunQueue;

  private constructor(connection: Connection) {
    this.#connection = connection;
    this.#keys = new TenantKeys(connection, new KeyRing(new Map([['k', randomBytes(32)]])));
    const secrets = new SecretBox(this.#keys);
    this.#runs = new MongoRunStore(connection, new RunCodec(runKinds, secrets));
    this.#backups = new MongoBackupStore(connection);
    this.#catalog = new MongoCatalogStore(connection);
    this.#sites = new MongoSiteStore(connection, secrets);
    this.#storages = new MongoStorages([{ storage: SERVICE_STORAGE, connection }], this.#keys);
    this.#queue = new MongoRunQueue(connection, new RunCodec(runKinds, secrets), systemClock, {
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
    await service.#sites.save(source, 'token');
    return service;
  }

  /** Backs one schema up; the second backup of the same schema leans on the first. */
  async backUp(
    site: AssetsReader,
    schema: { id: string; name: string },
  ): Promise<{ id: string; facts: Backup; ms: number; writtenBytes: number }> {
    await this.#catalog.seen(source, [
      { schemaId: schema.id, name: schema.name, key: 'B', objectCount: 0 },
    ]);
    const schemas = await this.#catalog.all(tenant, source.id);
    const known = schemas.find((each) => each.schemaId === schema.id);
    if (!known) throw new Error('The schema is not in the catalog.');
    const run = await new Backups({
      backups: this.#backups,
      runs: this.#runs,
      catalog: this.#catalog,
      sites: this.#sites,
    }).request(tenant, known.id, by);
    const lease = await this.#queue.claim(['backup']);
    if (!lease) throw new Error('The backup is not in the queue.');
    const handler: RunHandler = new TakeBackup({
      clock: systemClock,
      backups: this.#backups,
      runs: this.#runs,
      catalog: this.#catalog,
      storages: this.#storages,
      access: new SiteAccess(this.#sites, [opens(site)]),
    });
    const from = performance.now();
    const outcome = await handler.work(lease);
    await lease.finish({ state: 'complete', ...outcome });
    const ms = performance.now() - from;
    await handler.settle?.(run);
    return {
      id: run.id,
      facts: await this.#backups.get(tenant, run.id),
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
        .find({ runId }, { projection: { size: 1 } }))
        bytes += Number(document['size']);
    }
    return bytes;
  }

  async *records(backupId: string): AsyncGenerator<BackupRecord> {
    yield* (
      await this.#storages.open(tenant, SERVICE_STORAGE.id).openReader(backupId as never)
    ).records({});
  }

  async close(): Promise<void> {
    await this.#queue.close();
    await this.#connection.dropDatabase();
    await this.#connection.close();
  }
}
