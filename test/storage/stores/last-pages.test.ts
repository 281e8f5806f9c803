import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogId, tenantId } from '../../../src/core/kernel/ids.ts';
import { backupKind } from '../../../src/core/backups/backup-kind.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import { runKinds } from '../../../src/run-kinds.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoRunStore } from '../../../src/storage/queue/mongo-run-store.ts';
import { RunCodec } from '../../../src/storage/queue/run-codec.ts';
import { MongoCatalogStore } from '../../../src/storage/stores/catalog/mongo-catalog-store.ts';
import { MongoScheduleStore } from '../../../src/storage/stores/mongo-schedule-store.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { cloudSource } from '../../support/sites/cloud-site.ts';
import { testSecrets } from '../../support/test-secrets.ts';

const { connection } = await testDatabase();
const runs = new MongoRunStore(connection, new RunCodec(runKinds, testSecrets(connection)));
const schedules = new MongoScheduleStore(connection);
const catalog = new MongoCatalogStore(connection);
await ensureIndexes(connection);
const alice = tenantId('alice');
const things = catalogId('things');
const by = { accountId: '1', name: 'Alice' };
const upTo = (count: number): number[] => Array.from({ length: count }, (_none, at) => at);

test('once the only run of the last page has ended, that page is the one before', async () => {
  const ids = upTo(21).map(() => newRunId());
  for (const id of ids)
    await runs.enqueue({
      id,
      tenantId: alice,
      kind: backupKind,
      input: undefined,
      trigger: 'manual',
      requestedBy: by,
    });
  const second = async () => {
    const { items, ...page } = await runs.list(alice, { states: ['queued'], page: 2 });
    return { ids: items.map(({ id }) => id), ...page };
  };
  const [oldest, ...others] = ids;
  assert.deepEqual(await second(), { ids: [oldest], total: 21, page: 2, pages: 2 });
  await runs.requestCancel(alice, oldest!, by);
  assert.deepEqual(await second(), { ids: others.reverse(), total: 20, page: 1, pages: 1 });
});

test('once the only slot of the last page is forgotten, that page is the one before', async () => {
  const dates = upTo(11).map((day) => new Date(Date.UTC(2026, 10, 1 + day)));
  for (const at of dates)
    await schedules.note({ tenantId: alice, catalogId: things, at, runId: newRunId(), missed: 0 });
  const second = async () => {
    const { items, ...page } = await schedules.slots(alice, things, 2, 10);
    return { dates: items.map(({ at }) => at), ...page };
  };
  const newestFirst = dates.toReversed();
  assert.deepEqual(await second(), { dates: [dates[0]], total: 11, page: 2, pages: 2 });
  await schedules.forgetSlots(alice, things, dates[9]!);
  assert.deepEqual(await second(), { dates: newestFirst.slice(1), total: 10, page: 1, pages: 1 });
});

test('once the only schema of the last page is hidden, that page is the one before', async () => {
  const seen = upTo(26).map((at) => ({
    schemaId: String(at),
    name: `Schema ${String(at).padStart(2, '0')}`,
    key: `S${at}`,
    objectCount: at,
  }));
  await catalog.seen(cloudSource({ tenantId: alice }), seen);
  const second = async () => {
    const { items, total, page, pages } = await catalog.list(alice, { page: 2 });
    return { shown: items.map(({ name }) => name), total, page, pages };
  };
  const names = seen.map(({ name }) => name);
  const [last] = (await catalog.list(alice, { page: 2 })).items;
  assert.deepEqual(await second(), { shown: names.slice(25), total: 26, page: 2, pages: 2 });
  await catalog.hide(alice, last!.id);
  assert.deepEqual(await second(), { shown: names.slice(0, 25), total: 25, page: 1, pages: 1 });
});
