import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogId } from '../../../src/core/kernel/ids.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { openRuns } from '../../../src/storage/queue/run-document.ts';
import { inBin, listed, ofSchema } from '../../../src/storage/stores/backups/backup-query.ts';
import { MongoBackupStore } from '../../../src/storage/stores/backups/mongo-backup-store.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

const { connection } = await testDatabase();
openRuns(connection);
new MongoBackupStore(connection);
await ensureIndexes(connection);

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
    ['backups', ofTenant(ofSchema(schema)), []],
    ['runs', ['tenantId', 'catalogId', 'kind'], NEWEST_RUNS],
    ['runs', ['tenantId', 'catalogId', 'kind', 'state'], NEWEST_RUNS],
    ['runs', ['tenantId', 'kind'], NEWEST_RUNS],
    ['runs', ['tenantId'], NEWEST_RUNS],
    ['runs', ['tenantId', 'state'], []],
  ] as const)
    assert.ok(await isServed(collection, filter, sort), `${collection} by ${filter.join(', ')}`);
});
