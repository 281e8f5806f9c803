import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, ok, plain, verify } from '../../../scripts/demo-steps.ts';
import { AdjustableClock } from '../../support/clocks/adjustable-clock.ts';
import { cuttableProxy } from '../../support/proxies/cuttable-proxy.ts';
import { runningApp } from '../../support/running-app.ts';
import { testDatabase, testDatabaseUri } from '../../support/databases/test-database.ts';

/** A storage that did not answer is left alone for so long. */
const REST_MS = 10_000;
const server = new URL(await testDatabaseUri());
const proxy = await cuttableProxy({ host: server.hostname, port: Number(server.port) });
after(() => proxy.close());
const own = await testDatabase();
const clock = new AdjustableClock();
const running = await runningApp({
  clock,
  settings: { PRIVATE_NETWORKS: '127.0.0.0/8', BIN_DAYS: '14' },
});
const { admin, schemas } = running;
const schema = schemas[0] ?? assert.fail('nothing was synced');
const copyUrl = `/app/schemas/${schema.id}/copy`;
const ids: string[] = [];
let ownId = '';
const table = async (): Promise<string> =>
  ok('The list', await admin.get(`/app/schemas/${schema.id}/backups?part=table`));
const rows = async (): Promise<{ id: string; text: string }[]> =>
  [...(await table()).matchAll(/<tr\s+id="backup-(\w+)"[\s\S]*?<\/tr>/g)].map(
    ([html, id = '']) => ({ id, text: plain(html) }),
  );
const copies = async () => (await rows()).filter(({ text }) => /Copy from/.test(text));
const ownCount = (name: string): Promise<number> =>
  own.connection.collection(name).countDocuments({});
const activity = async (): Promise<string> =>
  plain(ok('Activity', await admin.get('/app/activity')));
const copy = async (form: Record<string, string>) => {
  const answer = await admin.post(copyUrl, { storage: ownId, ...form });
  assert.equal(answer.status, 204, plain(answer.html));
  return answer;
};

test('with one storage nothing is offered', async () => {
  for (let time = 0; time < 3; time += 1) ids.push((await backUp(admin, schema)).backupId);
  const page = ok('The page', await admin.get(`/app/schemas/${schema.id}/backups`));
  assert.doesNotMatch(page, /Copy all|Copy to another storage/);
});

test('all backups of a schema are copied, verified there, and only then listed; they share data', async () => {
  const saved = await admin.post('/app/settings/storage', {
    own: 'on',
    provider: 'mongodb',
    label: 'Our own',
    entry: 'fields',
    host: '127.0.0.1',
    port: String(proxy.port),
    database: own.name,
  });
  ownId = /\/app\/settings\/storage\/([0-9a-f]{24})/.exec(ok('Storage', saved))?.[1] ?? '';
  ok('The old one again', await admin.post('/app/settings/storage', {}));
  const dialog = ok('The dialog', await admin.get(copyUrl));
  assert.match(plain(dialog), /Copy all 3 backups to another storage .* Our own Up to [\d.]+ \w?B/);
  assert.match(plain(dialog), /Test storage Has all of them already/);
  const { events } = await copy({});
  assert.match(JSON.stringify(events), /Copying 3 backups to Our own/);
  const made = await until('they are listed', async () => {
    const found = await copies();
    return found.length === 3 ? found : undefined;
  });
  for (const { text } of made) assert.match(text, /Our own Copy from Test storage .*Verified/);
  await until('the run has ended', async () =>
    /Copy Tiny TINY 3 backups to Our own Completed/.test(await activity()) ? true : undefined,
  );
  assert.equal(await ownCount('backup_headers'), 3);
  const [packs, segments] = await Promise.all([
    own.connection.collection('packs').countDocuments({ kind: 'data' }),
    own.connection.collection('packs').countDocuments({ kind: 'segment' }),
  ]);
  assert.ok(packs <= 2 && segments <= 2, `${packs} packs and ${segments} segments are shared`);
  const numbers = (await rows()).map(({ text }) => Number(/^\d+/.exec(text)?.[0]));
  assert.deepEqual(
    numbers,
    numbers.toSorted((a, b) => b - a),
  );
  assert.equal(new Set(numbers).size, 3, 'a copy has the number of its backup');
  for (const id of ids) await verify(admin, id);
});

test('what is there already is not copied again, and what is not offered is refused in words', async () => {
  const again = await admin.post(copyUrl, { storage: ownId });
  assert.match(plain(again.html), /Our own has a copy of all of these already/);
  const nowhere = await admin.post(copyUrl, { storage: 'nowhere' });
  assert.match(plain(nowhere.html), /Choose a storage/);
  const deleted = (await copies())[0]!;
  await admin.post(`/app/backups/${deleted.id}/delete`, { name: schema.name });
  const binned = await admin.get(`${copyUrl}?pick-${deleted.id}=on`);
  assert.equal(binned.status, 404);
  assert.match(plain(binned.html), /in the bin/);
  const newest = ok('One', await admin.get(`${copyUrl}?pick-${ids[2]}=on`));
  assert.match(plain(newest), /Copy this backup to another storage/);
  await copy({ [`pick-${ids[2]}`]: 'on' });
  await until('it is there again', async () => ((await copies()).length === 3 ? true : undefined));
});

test('a storage that goes away in the middle: the copy waits, says so, and nothing half is left', async () => {
  ids.push((await backUp(admin, schema)).backupId);
  proxy.cut();
  await copy({ [`pick-${ids[3]}`]: 'on' });
  await until('it waits', async () =>
    /Waiting: the backup's storage isn't answering/.test(await activity()) ? true : undefined,
  );
  assert.equal((await copies()).length, 3);
  const url = /\/app\/runs\/\w+\/stop/.exec(ok('A', await admin.get('/app/activity')))?.[0] ?? '';
  assert.match(plain(ok('Stop?', await admin.get(url))), /Backups that were copied already stay/);
  await admin.post(url);
  await until('it is stopped', async () => (/Stopped/.test(await activity()) ? true : undefined));
  proxy.mend();
  clock.pass(REST_MS);
  const trouble = await until('the storage is asked again', async () => {
    const answer = await admin.post(copyUrl, { storage: ownId, [`pick-${ids[3]}`]: 'on' });
    return answer.status === 204 ? answer : undefined;
  });
  assert.match(JSON.stringify(trouble.events), /Copying 1 backup to Our own/);
  await until('it is copied', async () => ((await copies()).length === 4 ? true : undefined));
  await until('its run has ended', async () =>
    /In Progress|Queued/.test(await activity()) ? undefined : true,
  );
  // Three that are listed, the one in the bin, and the new one.
  assert.equal(await ownCount('backup_headers'), 5);
  assert.equal(await own.connection.collection('packs').countDocuments({ kind: 'spill' }), 0);
});

test('a copy is used as any backup: browsed, and copied back when the others are gone', async () => {
  for (const id of ids) await admin.post(`/app/backups/${id}/delete`, { name: schema.name });
  const [newest] = await copies();
  const inside = await admin.get(`/app/backups/${newest!.id}/contents`);
  assert.match(ok('Browse', inside), /Contents of this backup/);
  const { html } = await admin.get(`/app/backups/${newest!.id}`);
  assert.match(plain(html), /Copied From Test storage by/);
  await copy({ storage: 'service', [`pick-${newest!.id}`]: 'on' });
  const back = await until('it is back', async () =>
    (await copies()).find(({ text }) => /Test storage Copy from Our own/.test(text)),
  );
  await verify(admin, back.id);
});
