/**
 * A kind of site that the product does not have, defined in this file alone: its sites are listed
 * and backed up like any other.
 */
import { runKinds } from '../../../src/run-kinds.ts';
import { RunCodec } from '../../../src/storage/queue/run-codec.ts';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { z } from 'zod';
import { systemClock } from '../../../src/clock.ts';
import { TakeBackup } from '../../../src/core/backups/take/take-backup.ts';
import { CatalogSync } from '../../../src/core/catalog/catalog-sync.ts';
import { tenantId, type RunId } from '../../../src/core/kernel/ids.ts';
import { silentLog } from '../../../src/core/kernel/log.ts';
import { SiteAccess } from '../../../src/core/sites/access/site-access.ts';
import { readDetails, sourceIdOf, type SiteKind } from '../../../src/core/sites/site-kind.ts';
import type { SiteOpener } from '../../../src/core/sites/access/site-opener.ts';
import type { SourceSite } from '../../../src/core/sites/site.ts';
import { Backups } from '../../../src/core/use-cases/backups/backups.ts';
import { Worker } from '../../../src/jobs/worker.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoRunQueue } from '../../../src/storage/queue/mongo-run-queue.ts';
import { MongoRunStore } from '../../../src/storage/queue/mongo-run-store.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { SecretBox } from '../../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { MongoBackupStore } from '../../../src/storage/stores/backups/mongo-backup-store.ts';
import { MongoCatalogStore } from '../../../src/storage/stores/catalog/mongo-catalog-store.ts';
import { MongoSiteStore } from '../../../src/storage/stores/mongo-site-store.ts';
import { serviceStorages } from '../../support/backups/service-storages.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { PretendSite } from '../../support/sites/in-memory/pretend-site.ts';

const memoryKind: SiteKind<{ shelf: string }> = {
  name: 'memory',
  details: z.object({ shelf: z.string() }),
  keyOf: ({ shelf }) => `memory:${shelf}`,
  shown: {
    label: 'Memory',
    describe: ({ shelf }) => ({ addressedBy: [{ name: 'Shelf', value: shelf }], marks: [] }),
  },
};
const shelves = new Map([['top', new PretendSite({ types: { '5': 60 }, keyset: true })]]);
const memoryOpener: SiteOpener = {
  kind: memoryKind.name,
  openReader(site) {
    const found = shelves.get(readDetails(memoryKind, site).shelf);
    if (!found) throw new Error('no such shelf');
    return found;
  },
};

const tenant = tenantId('alice');
const by = { accountId: '1', name: 'Alice' };
const key = memoryKind.keyOf({ shelf: 'top' });
const source: SourceSite = {
  id: sourceIdOf(tenant, memoryKind.name, key),
  tenantId: tenant,
  kind: memoryKind.name,
  key,
  roles: { source: true, target: false },
  siteUrl: 'memory://top',
  account: by,
  details: { shelf: 'top' },
  createdAt: new Date(),
  tokenSetAt: new Date(),
  setup: { rights: [], visibleSchemas: 0, storageId: 'service', stepsDone: 3 },
  revision: 0,
};

test('a sync and a backup run on a site of another kind, which restores cannot write to', async () => {
  const { connection } = await testDatabase();
  const keys = new TenantKeys(connection, new KeyRing(new Map([['k', randomBytes(32)]])));
  const secrets = new SecretBox(keys);
  const sites = new MongoSiteStore(connection, secrets);
  const runs = new MongoRunStore(connection, new RunCodec(runKinds, secrets));
  const backupStore = new MongoBackupStore(connection);
  const catalog = new MongoCatalogStore(connection);
  const storages = serviceStorages(connection, keys);
  const access = new SiteAccess(sites, [memoryOpener]);
  const clock = systemClock;
  const sync = new CatalogSync({ clock, runs, catalog, sites, access });
  const times = { leaseMs: 2_000, heartbeatMs: 200, marginMs: 100 };
  const worker = new Worker({
    queue: new MongoRunQueue(connection, new RunCodec(runKinds, secrets), clock, times),
    handlers: [
      sync,
      new TakeBackup({ clock, backups: backupStore, runs, catalog, storages, access }),
    ],
    clock,
    log: silentLog,
    width: 1,
    patienceMs: 5_000,
  });
  await ensureIndexes(connection);
  await sites.save(source, 'token');
  const complete = async (id: RunId): Promise<void> => {
    for (;;) {
      const { state, message } = await runs.get(tenant, id);
      if (state === 'complete') return;
      assert.ok(state === 'queued' || state === 'running', message);
      await clock.sleep(20);
    }
  };
  worker.start();
  await complete((await sync.request(tenant, by)).id);
  const [things] = await catalog.all(tenant, source.id);
  assert.deepEqual(
    [things?.name, things?.location, things?.siteId],
    ['Things', 'memory', source.id],
  );
  const backups = new Backups({ clock, backups: backupStore, runs, catalog, sites });
  const { id } = await backups.request(tenant, things!.id, by);
  await complete(id);
  await worker.stop();
  const backup = await backupStore.get(tenant, id);
  const reader = await storages.open(tenant, 'service').openReader(backup);
  assert.equal((await reader.entries({ kind: 'object' })).total, 60);
  assert.equal((await reader.header()).site.workspaceId, key);
  await assert.rejects(access.openDestination(tenant, source.id), { code: 'read-only-site' });
});
