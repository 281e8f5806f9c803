import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, ok, plain, sync, verify } from '../../../scripts/demo-steps.ts';
import { AdjustableClock } from '../../support/clocks/adjustable-clock.ts';
import { untilPassed } from '../../support/clocks/until-passed.ts';
import { bucketProxy } from '../../support/proxies/bucket-proxy.ts';
import { findInClear } from '../../support/backups/find-in-clear.ts';
import { formOf } from '../../support/stand-ins/bucket-rig.ts';
import { runningApp } from '../../support/running-app.ts';
import { keysIn, testBuckets } from '../../support/stand-ins/test-buckets.ts';

/** One that did not answer is left alone for so long. */
const REST_MS = 10_000;
const buckets = await testBuckets();
const proxy = await bucketProxy(buckets.endpoint);
const address = await buckets.make('plain', { endpoint: proxy.endpoint });
const bucket = buckets.open({ ...address, endpoint: buckets.endpoint, prefix: '' });
const clock = new AdjustableClock();
const running = await runningApp({
  clock,
  stage: 'installed',
  settings: { PRIVATE_NETWORKS: '127.0.0.0/8' },
});
const { admin } = running;
const OURS = formOf(address, 'Our bucket');
const made: Awaited<ReturnType<typeof backUp>>[] = [];
let schema: { id: string; name: string } | undefined;
const schemaOf = (): { id: string; name: string } => schema ?? assert.fail('nothing was synced');
const rowOf = async (id: string): Promise<string> =>
  ok('The row', await admin.get(`/app/backups/${id}/row`));
const packs = async (): Promise<number> =>
  (await keysIn(bucket)).filter((key) => key.includes('/packs/')).length;

test('step 2 of the setup: what is wrong is said beside its field, then backups go to the bucket', async () => {
  await bucket.putNew('kept/of-somebody-else', Buffer.from('theirs'));
  const account = { email: 'admin@example.com', token: 'admin-token' };
  const { workspaceId } = running.simulator;
  ok('Step 1', await admin.post('/app/setup/credentials', { workspaceId, ...account }));
  const typed = { ...OURS, bucket: 'nobody-has-this' };
  const wrong = ok('Step 2', await admin.post('/app/setup/storage', typed));
  assert.match(wrong, /id="bucket-error"/);
  assert.match(wrong, /value="s3"\s+selected/);
  assert.match(wrong, /value="Our bucket"/);
  assert.ok(!wrong.includes(address.secretKey), 'a secret key is never sent back');
  assert.deepEqual(await keysIn(bucket), ['kept/of-somebody-else']);
  const saved = await admin.post('/app/setup/storage', OURS);
  assert.match(ok('Step 2', saved), /Our bucket/);
  assert.match(JSON.stringify(saved.events), /the bucket was marked/);
  [schema] = await sync(admin);
  made.push(await backUp(admin, schemaOf()));
  assert.ok((await packs()) > 0);
  assert.match(plain(await rowOf(made[0]!.backupId)), /Our bucket/);
  await verify(admin, made[0]!.backupId);
  const settings = ok('Settings', await admin.get('/app/settings?section=storage'));
  assert.match(plain(settings), new RegExp(`s3://${address.bucket}/kept/`));
  assert.ok(!settings.includes(address.secretKey));
});

test('a bucket that does not answer: its backups say so, and what waits is done when it is back', async () => {
  proxy.fail(() => 'drop');
  ok('Verify', await admin.post(`/app/backups/${made[0]!.backupId}/verify`));
  await until('the backup says so', async () =>
    /Not available/.test(await rowOf(made[0]!.backupId)) ? true : undefined,
  );
  const home = ok('Home', await admin.get('/app/home'));
  assert.match(plain(home), /The storage Our bucket doesn't answer/);
  const browse = await admin.get(`/app/backups/${made[0]!.backupId}/contents`);
  assert.equal(browse.status, 503);
  proxy.mend();
  clock.pass(REST_MS);
  await until('the Verify ends', async () => {
    const row = await rowOf(made[0]!.backupId);
    return /every 1s/.test(row) || /Not available/.test(row) ? undefined : true;
  });
  assert.match(plain(await rowOf(made[0]!.backupId)), /Verified/);
});

test('a backup in a bucket leans on the one before, and is deleted there', async () => {
  const before = await packs();
  made.push(await backUp(admin, schemaOf()));
  const between = await packs();
  assert.ok(between - before <= 2, 'it leans on the one that is there');
  const { backupId } = made[1]!;
  await admin.post(`/app/backups/${backupId}/delete`, { name: schemaOf().name });
  await until('what it alone needs is gone', async () =>
    (await packs()) <= before ? true : undefined,
  );
  await verify(admin, made[0]!.backupId);
  assert.ok((await keysIn(bucket)).includes('kept/of-somebody-else'));
  const secret: [string, string] = ['the secret key', address.secretKey];
  assert.deepEqual(await findInClear(running, [secret]), []);
});

test('with a recovery key the bucket tells of its backups by itself; here they are listed already', async () => {
  const page = ok('The key', await admin.post('/app/settings/recovery-key'));
  assert.match(plain(page), /in these storages: Our bucket/);
  const groups = [...page.matchAll(/<li>([0-9A-HJKMNP-TV-Z]{5})<\/li>/g)];
  const recoveryKey = groups.map(([, group]) => group).join('-');
  const typed = { ...OURS, label: 'Found', recoveryKey };
  const found = ok('Look', await admin.post('/app/attach', typed));
  assert.match(plain(found), /These backups are already in your list, in the storage Our bucket/);
  const elsewhere = { ...typed, prefix: 'other' };
  assert.match(
    ok('Look', await admin.post('/app/attach', elsewhere)),
    /id="bucket-error"[^>]*>There are no backups of this app in this bucket/,
  );
});

test('a bucket is emptied and removed: its mark goes, and what others have there stays', async () => {
  const settings = ok('Settings', await admin.get('/app/settings?section=storage'));
  const id = /storage\/([0-9a-f]{24})\/remove/.exec(settings)?.[1];
  const path = `/app/settings/storage/${id}`;
  ok('Use the other one', await admin.post('/app/settings/storage/service/use'));
  const ask = plain(ok('Ask', await admin.get(`${path}/remove`)));
  assert.match(ask, /Our bucket holds 1 backup\. Copy those you want to keep/);
  ok('Empty', await admin.post(`${path}/empty`, { name: 'Our bucket' }));
  await untilPassed(clock, 'it may be removed', async () =>
    /removes its mark from the bucket/.test(plain((await admin.get(`${path}/remove`)).html))
      ? true
      : undefined,
  );
  const removed = await admin.post(`${path}/remove`);
  assert.match(JSON.stringify(removed.events), /Storage removed/);
  assert.deepEqual(await keysIn(bucket), ['kept/of-somebody-else']);
});
