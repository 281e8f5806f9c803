import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backupKind } from '../../../src/core/backups/backup-kind.ts';
import type { PendingBackup } from '../../../src/core/backups/backup-store.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import { SiteKinds } from '../../../src/core/sites/site-kinds.ts';
import { AvailableBackups } from '../../../src/core/use-cases/backups/available-backups.ts';
import { Backups } from '../../../src/core/use-cases/backups/backups.ts';
import { Protection } from '../../../src/core/use-cases/overview/protection.ts';
import { Grid } from '../../../src/core/use-cases/schemas/grid.ts';
import { SchemaPages } from '../../../src/core/use-cases/schemas/schema-pages.ts';
import { Retention } from '../../../src/core/use-cases/retention/retention.ts';
import { MongoRetentionStore } from '../../../src/storage/stores/mongo-retention-store.ts';
import { OwnStorages } from '../../../src/core/use-cases/storages/own-storages.ts';
import { runKinds } from '../../../src/run-kinds.ts';
import { MongoBackupStore } from '../../../src/storage/stores/backups/mongo-backup-store.ts';
import { MongoOwnStorageStore } from '../../../src/storage/stores/mongo-own-storage-store.ts';
import type { Call, UseCases } from '../../../src/web/handling/call.ts';
import { backupList } from '../../../src/web/pages/backups/backup-list.ts';
import { overviewShow } from '../../../src/web/pages/overview/overview-show.ts';
import { schemaHead } from '../../../src/web/pages/schemas/page/schema-head.ts';
import { schemaList } from '../../../src/web/pages/schemas/grid/schema-list.ts';
import { countQueries } from '../../support/databases/count-queries.ts';
import { nightlyRig, type NightlySite } from '../../support/sites/nightly-site.ts';
import { nothingNoted } from '../../../src/core/backups/nothing-noted.ts';

const NAMES = Array.from({ length: 300 }, (_none, at) => `Schema ${at}`);
const MANY = 2_000;
const DAY_MS = 86_400_000;

const { connection, stores, nightlySite } = await nightlyRig();
const { catalog, runs, schedules } = stores;
const store = new MongoBackupStore(connection);
const ownStorages = new MongoOwnStorageStore(connection, {} as never);
const grid = new Grid({
  catalog,
  backups: store,
  runs,
  schedules,
  runKinds,
  siteKinds: new SiteKinds([]),
});

function callOf(site: NightlySite, query: Record<string, string> = {}) {
  const { clock, tenantId, catalogId } = site;
  const backups = new Backups({ ...stores, backups: store, clock });
  const retention = new Retention({
    clock,
    ...stores,
    backups: store,
    retention: new MongoRetentionStore(connection),
    binMs: 0,
  });
  const useCases: Partial<UseCases> = {
    grid,
    availableBackups: new AvailableBackups({ ...stores, backups: store, retention }),
    schemaPages: new SchemaPages({ grid, backups: store, runs, runKinds }),
    storages: new OwnStorages({
      clock,
      store: ownStorages,
      probe: {} as never,
      serviceLabel: 'Cloud',
    }),
    retention,
    setup: { notice: async () => undefined } as unknown as UseCases['setup'],
    protection: new Protection({ ...stores, clock, backups, scheduling: {} as never }),
  };
  return {
    ...useCases,
    caller: { tenant: { id: tenantId } },
    params: { id: catalogId },
    query,
    reader: { timeZone: 'UTC', nowMs: clock.now() },
  } as unknown as Call<
    'grid' | 'availableBackups' | 'schemaPages' | 'protection' | 'setup' | 'storages' | 'retention',
    'id'
  >;
}

/** Backups of the site's first schema, one a day, the newest today. */
async function plantBackups(
  { tenantId, catalogId, clock }: NightlySite,
  count: number,
): Promise<void> {
  const [sample] = [newRunId()];
  const backup: PendingBackup = {
    id: sample,
    tenantId,
    catalogId,
    site: { siteUrl: 'https://a.atlassian.net', workspaceId: 'w', accountId: '1' },
    schema: { id: '1', name: NAMES[0]!, key: 'T' },
    trigger: 'scheduled',
    requestedBy: { accountId: '1', name: 'Alice' },
    sequence: 0,
    createdAt: new Date(clock.now()),
    formatVersion: 2,
    storageId: 'service',
    parts: [{ name: 'objects', status: 'complete', counts: { object: 3, objectType: 1 } }],
    contentBytes: 10,
    storedBytes: 5,
    rootHash: 'r',
    ...nothingNoted(),
  };
  await store.prepare(backup, 1);
  const documents = connection.collection<{ _id: string }>('backups');
  const whole = await documents.findOneAndDelete({ _id: sample });
  await documents.insertMany(
    Array.from({ length: count }, (_none, ago) => {
      const at = new Date(clock.now() - ago * DAY_MS);
      const dates = { createdAt: at, completedAt: at, sequence: 1_000_000 - ago };
      return { ...whole!, _id: newRunId(), state: 'complete', ...dates };
    }),
  );
}

const few = await nightlySite(NAMES.slice(0, 2));
await plantBackups(few, 2);
const many = await nightlySite(NAMES);
await plantBackups(many, MANY);

test('home asks the database as often for 2 schemas as for hundreds', async () => {
  for (const show of [schemaList, overviewShow]) {
    const [one, other] = [
      await countQueries(() => show(callOf(few))),
      await countQueries(() => show(callOf(many))),
    ];
    assert.deepEqual(one, other);
    assert.ok(other.length > 0 && other.length <= 6, other.join(', '));
  }
});

test('the page of a schema asks as often for 2 backups as for 2,000, on every page of them', async () => {
  const first = await countQueries(() => backupList(callOf(few)));
  assert.ok(first.length <= 16, first.join(', '));
  assert.deepEqual(
    first.filter((query) => query.startsWith('backups.')),
    ['backups.find', 'backups.find', 'backups.find'],
    'all in outline, those on the page, and how many objects those on the timeline have',
  );
  for (const query of [{}, { page: '2' }, { page: '100' }, { type: 'scheduled' }])
    assert.deepEqual(await countQueries(() => backupList(callOf(many, query))), first);
  assert.deepEqual(
    await countQueries(() => schemaHead(callOf(few))),
    await countQueries(() => schemaHead(callOf(many))),
  );
});

test('a backup that is chosen in the timeline is shown on its own page of the list', async () => {
  const wanted = await connection
    .collection<{ _id: string; tenantId: string; sequence: number }>('backups')
    .findOne({ tenantId: many.tenantId, sequence: 1_000_000 - 47 });
  const { model } = await backupList(callOf(many, { part: 'body', select: wanted!._id }));
  assert.deepEqual([model.page, model.pages], [3, 100]);
  assert.deepEqual(
    model.lines.filter(({ isSelected }) => isSelected).map(({ id }) => id),
    [wanted!._id],
  );
  assert.equal(model.timeline?.drawing?.marks.length, 90);
  const gone = await backupList(callOf(many, { part: 'body', select: 'none' }));
  assert.equal(gone.model.page, 1);
});

test('runs of other schemas in hand make no more queries', async () => {
  const quiet = await countQueries(() => schemaHead(callOf(many)));
  for (const id of many.ids.slice(1, 30))
    await runs.enqueue({
      id: newRunId(),
      tenantId: many.tenantId,
      kind: backupKind,
      input: undefined,
      catalogId: id,
      trigger: 'manual',
      requestedBy: { accountId: '1', name: 'Alice' },
    });
  assert.deepEqual(await countQueries(() => schemaHead(callOf(many))), quiet);
});
