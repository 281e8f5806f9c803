import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, ok, plain, verify } from '../../../scripts/demo-steps.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { AdjustableClock } from '../../support/clocks/adjustable-clock.ts';
import { untilPassed } from '../../support/clocks/until-passed.ts';
import { partsAreRead } from '../../support/backups/parts-are-read.ts';
import { runningApp } from '../../support/running-app.ts';

const DAY_MS = 86_400_000;
const clock = new AdjustableClock();
const running = await runningApp({ clock, settings: { BIN_DAYS: '14' } });
const { admin, schemas } = running;
const schema = schemas[0] ?? assert.fail('nothing was synced');
const retention = `/app/schemas/${schema.id}/retention`;
const ids: string[] = [];
const table = async (): Promise<string> =>
  ok('The list', await admin.get(`/app/schemas/${schema.id}/backups?part=table`));
const listed = async (): Promise<string[]> =>
  [...(await table()).matchAll(/<tr id="backup-(\w+)"/g)].map(([, id = '']) => id);
const rowOf = async (id: string): Promise<string> =>
  plain(new RegExp(`<tr\\s+id="backup-${id}"[\\s\\S]*?</tr>`).exec(await table())?.[0] ?? '');
const lastOne = { own: 'on', last: '1', timeZone: 'UTC' };

test('each backup says why it is kept, and until when', async () => {
  for (let time = 0; time < 3; time += 1) ids.push((await backUp(admin, schema)).backupId);
  await partsAreRead(admin);
  assert.match(await rowOf(ids[0]!), /Kept: until \d+ \w+ 20\d\d/);
  assert.match(await rowOf(ids[2]!), /Kept: newest, until/);
});

test('a preview says what rules would do, and nothing of it is done', async () => {
  const preview = await admin.post(`${retention}/preview`, lastOne);
  assert.match(plain(ok('Preview', preview)), /Keeps 1 of 3 backups, frees up to .* 14 days/);
  const wrong = await admin.post(`${retention}/preview`, { own: 'on', daily: 'many' });
  assert.match(plain(ok('Preview', wrong)), /Enter a whole number/);
  const none = await admin.post(retention, { own: 'on' });
  assert.match(plain(ok('Save', none)), /Fill in at least one field/);
  assert.equal((await listed()).length, 3);
});

test('a default that would remove most of a schema names it, also in Settings, until there is nothing to ask', async () => {
  const save = async (form: Record<string, string>) => {
    const { events } = await admin.post('/app/settings/retention', form);
    return (events['flag'] as { body: string }).body;
  };
  const settings = async () => ok('Settings', await admin.get('/app/settings?section=retention'));
  assert.match(
    await save(lastOne),
    new RegExp(`^Nothing was removed\\. ${schema.name} asks first`),
  );
  assert.equal((await listed()).length, 3);
  const asking = await settings();
  assert.match(
    plain(asking),
    new RegExp(`1 schema asks before .* ${schema.name} *: 2 of 3 backups`),
  );
  assert.match(asking, new RegExp(`hx-get="/app/schemas/${schema.id}/backups"`));
  assert.equal(await save({}), 'Nothing was removed.');
  assert.doesNotMatch(await settings(), /schema asks before/);
});

test('rules put backups into the bin and pass those on hold by; Undo takes one out for good', async () => {
  const held = `/app/backups/${ids[0]}/hold`;
  assert.match(plain(ok('Hold', await admin.post(held, { reason: ' ' }))), /Reason is mandatory/);
  assert.equal((await admin.post(held, { reason: 'Audit 2026' })).status, 204);
  assert.match(await rowOf(ids[0]!), /On hold Audit 2026/);
  const deleted = await admin.post(`/app/backups/${ids[0]}/delete`, { name: schema.name });
  assert.match(plain(ok('Delete', deleted)), /on hold: Audit 2026/);
  assert.equal((await admin.post(retention, lastOne)).status, 204);
  assert.deepEqual(new Set(await listed()), new Set([ids[0], ids[2]]));
  assert.match(plain(await table()), /Bin .*Removed by the retention rules .*Undo/);
  assert.equal((await admin.get(`/app/backups/${ids[1]}/contents`)).status, 404);
  await admin.post(`/app/backups/${ids[1]}/undo`);
  assert.match(await rowOf(ids[1]!), /On hold Taken out of the bin/);
  await verify(admin, ids[1]!);
});

test('what a person deletes stays in the bin for its days, and then goes for good', async () => {
  const storage = await connectDatabase(running.uri, running.databases.storage);
  try {
    const headers = () => storage.collection('backup_headers').countDocuments({ runId: ids[1] });
    await admin.post(`/app/backups/${ids[1]}/lift`);
    await admin.post(`/app/backups/${ids[1]}/delete`, { name: schema.name });
    assert.deepEqual(new Set(await listed()), new Set([ids[0], ids[2]]));
    assert.equal(await headers(), 1);
    clock.pass(15 * DAY_MS);
    await untilPassed(clock, 'it is gone for good', async () =>
      (await headers()) === 0 ? true : undefined,
    );
    await untilPassed(clock, 'the bin is empty', async () =>
      /Undo/.test(await table()) ? undefined : true,
    );
    for (const id of [ids[0]!, ids[2]!]) await verify(admin, id);
  } finally {
    await storage.close();
  }
});

test('what is in the bin is deleted for good before its time: one, and all', async () => {
  const more = [];
  for (let time = 0; time < 3; time += 1) more.push((await backUp(admin, schema)).backupId);
  const last = (await backUp(admin, schema)).backupId;
  for (const id of more) await admin.post(`/app/backups/${id}/delete`, { name: schema.name });
  const path = `/app/schemas/${schema.id}/bin/delete`;
  const one = `pick-${more[0]}`;
  const ask = ok('Delete for good', await admin.get(`${path}?${one}=on`));
  assert.match(plain(ask), /Delete this backup for good\?/);
  assert.equal(ask.match(/ checked/g)?.length, 1);
  assert.match(plain(ok('All', await admin.get(path))), /Empty the bin\?/);
  const wrong = await admin.post(path, { name: 'wrong', [one]: 'on' });
  assert.match(plain(wrong.html), /name doesn&#x27;t match|name doesn't match/);
  const none = await admin.post(path, { name: schema.name });
  assert.match(plain(none.html), /Select at least one backup/);
  await admin.post(`/app/backups/${more[1]}/undo`);
  await admin.post(`/app/backups/${more[1]}/hold`, { reason: 'Audit' });
  await admin.post(`/app/backups/${more[1]}/lift`);
  await admin.post(`/app/backups/${more[1]}/delete`, { name: schema.name });
  assert.equal((await admin.post(path, { name: schema.name, [one]: 'on' })).status, 204);
  const inBin = async () => (await table()).match(/\/undo"/g)?.length ?? 0;
  assert.equal(await inBin(), 2);
  const all = Object.fromEntries(more.map((id) => [`pick-${id}`, 'on']));
  assert.equal((await admin.post(path, { ...all, name: schema.name })).status, 204);
  assert.equal(await inBin(), 0);
  await until('all are gone', async () => (/being deleted/.test(await table()) ? undefined : true));
  assert.equal((await admin.post(`/app/backups/${more[2]}/undo`)).status, 404);
  await verify(admin, last);
});

test('a schema on hold: nothing of it is removed until the hold is lifted', async () => {
  const hold = `/app/schemas/${schema.id}/hold`;
  for (let time = 0; time < 2; time += 1) ids.push((await backUp(admin, schema)).backupId);
  const [binned = '', kept = ''] = ids.slice(-2);
  await admin.post(`/app/backups/${binned}/delete`, { name: schema.name });
  assert.match(plain(ok('Hold', await admin.post(hold, { reason: '' }))), /Reason is mandatory/);
  assert.equal((await admin.post(hold, { reason: 'Lawsuit' })).status, 204);
  assert.match(
    plain(await table()),
    /All backups of this schema are on hold: Lawsuit \(Ada Admin\)/,
  );
  const before = await listed();
  const later = await backUp(admin, schema);
  assert.deepEqual(new Set(await listed()), new Set([...before, later.backupId]), 'rules pass by');
  const deleted = await admin.post(`/app/backups/${kept}/delete`, { name: schema.name });
  assert.match(plain(ok('Delete', deleted)), /All backups of .* are on hold: Lawsuit/);
  const preview = await admin.post(`${retention}/preview`, lastOne);
  assert.match(plain(ok('Preview', preview)), /Keeps all/);
  await admin.post(`/app/backups/${binned}/undo`);
  await partsAreRead(admin); // what a part is read into, or leans on, is kept
  assert.equal((await admin.post(`/app/schemas/${schema.id}/lift`)).status, 204);
  assert.doesNotMatch(plain(await table()), /on hold: Lawsuit/);
  assert.equal((await admin.post(retention, lastOne)).status, 204);
  await until('the rules apply again', async () =>
    (await listed()).includes(kept) ? undefined : true,
  );
});
