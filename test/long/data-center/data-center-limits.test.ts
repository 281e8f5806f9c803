import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backUp } from '../../../scripts/demo-steps.ts';
import { dataCenterPages } from '../../support/pages/data-center-pages.ts';
import {
  objectsOf,
  objectsOfSite,
  readBackup,
  schemaIdOf,
} from '../../support/backups/read-backup.ts';

const { running, admin, server, add } = await dataCenterPages();
// Pages of ten make a backup of many calls.
server.settings.maxPageSize = 10;
const { schemas } = await add();
const hardware = schemas.find(({ name }) => name === 'Hardware')!;

async function backUpWholly(): Promise<void> {
  server.world.stats.reset();
  const { backupId } = await backUp(admin, hardware);
  const there = objectsOfSite(server, schemaIdOf(server, 'Hardware'));
  assert.equal(objectsOf(await readBackup(running, backupId)).size, there.size);
}

test('a backup keeps within the limit that an administrator of Jira has set, as each answer tells it', async () => {
  Object.assign(server.settings, { bucketSize: 20, bucketFill: 20, bucketSeconds: 1 });
  await backUpWholly();
  const { calls, limited } = server.world.stats.json;
  assert.ok(calls > 40, `${calls} calls, more than two buckets`);
  assert.ok(limited <= 8, `${limited} of ${calls} refused: no more than are in flight at once`);
});

test('a site that slows down under many calls is given few at once', async () => {
  Object.assign(server.settings, { bucketSize: 0, latencyMs: 50, callsAtEase: 2 });
  await backUpWholly();
  const { concurrentPeak } = server.world.stats.json;
  assert.ok(concurrentPeak <= 4, `${concurrentPeak} at once`);
});
