import assert from 'node:assert/strict';
import { test } from 'node:test';
import mongoose from 'mongoose';
import { catalogId, tenantId } from '../../../src/core/kernel/ids.ts';
import { Runs } from '../../../src/core/use-cases/runs/runs.ts';
import { runKinds } from '../../../src/run-kinds.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoRunStore } from '../../../src/storage/queue/mongo-run-store.ts';
import { RunCodec } from '../../../src/storage/queue/run-codec.ts';
import {
  inBin,
  listed,
  ofSchema,
  standing,
} from '../../../src/storage/stores/backups/backup-query.ts';
import { MongoBackupStore } from '../../../src/storage/stores/backups/mongo-backup-store.ts';
import {
  readActivityQuery,
  toActivityFilter,
} from '../../../src/web/pages/activity/activity-query.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { testSecrets } from '../../support/test-secrets.ts';

const { connection } = await testDatabase();
const runs = new Runs({
  runs: new MongoRunStore(connection, new RunCodec(runKinds, testSecrets(connection))),
  catalog: { find: async () => [] } as never,
  kinds: runKinds,
});
new MongoBackupStore(connection);
await ensureIndexes(connection);

const alice = tenantId('alice');
const schema = catalogId('c');
const NEWEST_BACKUPS = ['sequence', 'createdAt'];
const NEWEST_RUNS = ['sequence', 'queuedAt'];

/** Whether an index begins with these fields, in any order, and goes on in that of the list. */
async function isServed(
  collection: string,
  filter: readonly string[],
  sort: readonly string[],
): Promise<boolean> {
  const indexes = await connection.collection(collection).indexes();
  return indexes.some(({ key }) => {
    const fields = Object.keys(key);
    const picked = new Set(fields.slice(0, filter.length));
    const after = fields.slice(filter.length, filter.length + sort.length);
    return filter.every((field) => picked.has(field)) && after.join() === sort.join();
  });
}

const ofTenant = (filter: object): string[] => ['tenantId', ...Object.keys(filter)];

test('what a page lists of a schema is found by an index, however much other schemas have', async () => {
  for (const [collection, filter, sort] of [
    ['backups', ofTenant(listed(schema)), NEWEST_BACKUPS],
    ['backups', ofTenant(inBin(schema)), []],
    ['backups', ofTenant(standing(schema)), []],
    ['backups', ofTenant(ofSchema(schema)), []],
    ['runs', ['tenantId', 'catalogId', 'kind'], NEWEST_RUNS],
    ['runs', ['tenantId', 'catalogId', 'kind', 'state'], NEWEST_RUNS],
  ] as const)
    assert.ok(await isServed(collection, filter, sort), `${collection} by ${filter.join(', ')}`);
});

/** By what fields Activity looks for runs with these filters, and in which order it lists them. */
async function asksBy(filters: Record<string, string>): Promise<{ by: string[]; sort: string[] }> {
  let asked = { by: [] as string[], sort: [] as string[] };
  mongoose.set('debug', (_collection: string, method: string, filter: object, options: object) => {
    const { sort = {} } = options as { sort?: object };
    // What is left of removed runs is passed over on the way.
    const by = Object.keys(filter).filter((field) => field !== 'removed');
    if (method === 'find') asked = { by, sort: Object.keys(sort) };
  });
  try {
    await runs.list(alice, toActivityFilter(readActivityQuery(filters), 'ada'));
  } finally {
    mongoose.set('debug', false);
  }
  return asked;
}

test('what Activity lists is found by an index, with each of its filters', async () => {
  const shows = ['running', 'failed', 'mine'].map((show) => ({ show }));
  for (const filters of [{}, ...shows, { kind: 'backup' }, { schema: 'c' }]) {
    const { by, sort } = await asksBy({ ...filters });
    assert.deepEqual([by.length, sort], [1 + Object.keys(filters).length, NEWEST_RUNS]);
    assert.ok(await isServed('runs', by, sort), `runs by ${by.join(', ')}`);
  }
});
