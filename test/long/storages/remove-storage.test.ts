import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backUp, ok, plain } from '../../../scripts/demo-steps.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { AdjustableClock } from '../../support/clocks/adjustable-clock.ts';
import { untilPassed } from '../../support/clocks/until-passed.ts';
import { runningApp } from '../../support/running-app.ts';
import { testDatabase, testDatabaseUri } from '../../support/databases/test-database.ts';

const server = new URL(await testDatabaseUri());
const own = await testDatabase();
const clock = new AdjustableClock();
const running = await runningApp({
  clock,
  settings: { PRIVATE_NETWORKS: '127.0.0.0/8', BIN_DAYS: '14', STORAGE_QUOTA_MB: '2' },
});
const { admin, schemas } = running;
const schema = schemas[0] ?? assert.fail('nothing was synced');
const settings = async (): Promise<string> =>
  ok('Settings', await admin.get('/app/settings?section=storage'));
const storagePath = async (): Promise<string> =>
  `/app/settings/storage/${/storage\/([0-9a-f]{24})\/remove/.exec(await settings())?.[1]}`;
const count = (name: string): Promise<number> => own.connection.collection(name).countDocuments({});

test('a storage shows what is in it, and is not removed while new backups go there', async () => {
  await own.connection.collection('of_somebody_else').insertOne({ name: 'theirs' });
  const form = { own: 'on', provider: 'mongodb', label: 'Our own', entry: 'fields' };
  const at = { host: '127.0.0.1', port: server.port, database: own.name };
  ok('Save', await admin.post('/app/settings/storage', { ...form, ...at }));
  for (let time = 0; time < 2; time += 1) await backUp(admin, schema);
  const page = plain(await settings());
  assert.match(page, /Our own MongoDB · mongodb:\/\/127\.0\.0\.1:\d+\/test_\w+ Available/);
  assert.match(page, /2 backups, \d+ stored objects · checked/);
  assert.match(page, /Test storage This service Available 0 B of 2\.0 MB that your site may use/);
  const ask = plain(ok('Ask', await admin.get(`${await storagePath()}/remove`)));
  assert.match(ask, /New backups go to Our own\. Use another storage for new backups first/);
  assert.equal((await admin.post(`${await storagePath()}/remove`)).status, 409);
});

test('while it holds backups it offers to copy or delete them; what is on hold stays', async () => {
  ok('Use', await admin.post('/app/settings/storage/service/use'));
  const path = await storagePath();
  const ask = ok('Ask', await admin.get(`${path}/remove`));
  assert.match(plain(ask), /Our own holds 2 backups\. Copy those you want to keep/);
  assert.match(ask, new RegExp(`hx-get="/app/schemas/${schema.id}/copy"`));
  const refused = await admin.post(`${path}/remove`);
  assert.equal(refused.status, 409);
  const wrong = await admin.post(`${path}/empty`, { name: 'Other' });
  assert.match(plain(wrong.html), /The name doesn't match/);
  const list = await admin.get(`/app/schemas/${schema.id}/backups?part=table`);
  const held = /<tr\s+id="backup-(\w+)"/.exec(list.html)?.[1];
  await admin.post(`/app/backups/${held}/hold`, { reason: 'Audit' });
  const kept = await admin.post(`${path}/empty`, { name: 'Our own' });
  assert.match(plain(kept.html), /1 backup is on hold there/);
  await admin.post(`/app/backups/${held}/lift`);
});

test('once it is empty its mark and its address go, and what others have there stays', async () => {
  const path = await storagePath();
  ok('Empty', await admin.post(`${path}/empty`, { name: ' Our own ' }));
  await untilPassed(clock, 'the backups are gone', async () =>
    (await count('backup_headers')) + (await count('packs')) === 0 ? true : undefined,
  );
  await untilPassed(clock, 'it may be removed', async () =>
    /It no longer holds any backups/.test(plain((await admin.get(`${path}/remove`)).html))
      ? true
      : undefined,
  );
  const removed = await admin.post(`${path}/remove`);
  assert.match(JSON.stringify(removed.events), /Storage removed/);
  assert.doesNotMatch(plain(removed.html), /Our own MongoDB/);
  assert.equal(await count('storage_meta'), 0);
  assert.equal(await count('of_somebody_else'), 1);
  const service = await connectDatabase(running.uri, running.databases.service);
  try {
    assert.equal(await service.collection('storages').countDocuments({}), 0);
    assert.equal(await service.collection('storage_usage').countDocuments({}), 1);
  } finally {
    await service.close();
  }
});

test('a site that has used its quota is told so, and its backups go on once there is room', async () => {
  const { backupId } = await backUp(admin, schema);
  const storage = await connectDatabase(running.uri, running.databases.storage);
  try {
    const packs = storage.collection<{ _id: string; tenantId: string; size: number }>('packs');
    const { tenantId = '' } = (await packs.findOne({})) ?? {};
    await packs.insertOne({ _id: 'filler', tenantId, size: 3_000_000 });
    await assert.rejects(
      backUp(admin, schema),
      /Your site may use 2 MB of this service's storage, and there is no room left/,
    );
    assert.match(plain(await settings()), /3\.0 MB of 2\.0 MB .* No room is left: backups fail/);
    await packs.deleteOne({ _id: 'filler' });
    await backUp(admin, schema);
    const inside = await admin.get(`/app/backups/${backupId}/contents`);
    assert.equal(inside.status, 200, 'the earlier one stays as it was');
  } finally {
    await storage.close();
  }
});
