import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DeleteBackup, deleteBackupKind } from '../../../src/core/backups/delete/delete-backup.ts';
import { NotFound } from '../../../src/core/kernel/errors.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import type { Run } from '../../../src/core/runs/run.ts';
import { SiteKinds } from '../../../src/core/sites/site-kinds.ts';
import { Backups } from '../../../src/core/use-cases/backups/backups.ts';
import { Grid } from '../../../src/core/use-cases/schemas/grid.ts';
import { redoDeletions } from '../../../src/core/use-cases/upkeep/redo-deletions.ts';
import { uninstallTenant } from '../../../src/core/use-cases/upkeep/uninstall-tenant.ts';
import { runKinds } from '../../../src/run-kinds.ts';
import { lifecycleCall } from '../../support/doors/lifecycle-call.ts';
import { RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'tiny' }]);
await rig.work();
const { tenant, by, clock, connection } = rig;
const { backups: store, catalog, runs, schedules, sites } = rig.stores;
const backups = new Backups({ clock, backups: store, runs, catalog, sites });
const grid = new Grid({
  catalog,
  backups: store,
  runs,
  schedules,
  runKinds,
  siteKinds: new SiteKinds([]),
});
const headers = connection.collection<{ runId: string }>('backup_headers');
const documents = connection.collection<{ _id: string }>('backups');

const tiny = async () => {
  const all = await catalog.all(tenant, rig.source.id);
  return all.find(({ name }) => name === 'Tiny')!;
};
const listed = async (): Promise<string[]> => {
  const { backups: found } = await store.outlines(tenant, (await tiny()).id);
  return found.map(({ id }) => id);
};
const remove = async (id: RunId): Promise<Run> =>
  (await backups.requestDelete(tenant, id, 'Tiny', by)) ?? assert.fail('there is no bin');
const damage = (id: RunId): Promise<unknown> =>
  headers.updateOne({ runId: id }, { $set: { data: Buffer.from('nothing that can be opened') } });
const isGone = async (id: RunId): Promise<boolean> =>
  (await headers.countDocuments({ runId: id })) + (await documents.countDocuments({ _id: id })) ===
  0;
/** A run that may pin backups, for as long as it is not cancelled. */
const openReader = (): Promise<Run> =>
  runs.enqueue({
    id: newRunId(),
    tenantId: tenant,
    kind: { ...deleteBackupKind, name: 'nobody works this' },
    input: undefined,
    trigger: 'manual',
    requestedBy: by,
  });
async function waiting(id: RunId): Promise<Run> {
  for (;;) {
    const run = await runs.get(tenant, id);
    if (run.state === 'queued' && run.waiting) return run;
    assert.ok(run.state === 'queued' || run.state === 'running', run.message);
    await clock.sleep(10);
  }
}

test('a deletion that cannot be carried out leaves the backup whole, listed again with the reason, and can be asked for again', async () => {
  const [other, doomed] = [await rig.backUp('Tiny'), await rig.backUp('Tiny')];
  const kept = await headers.findOne({ runId: other });
  await damage(other);
  const failed = await rig.ended((await remove(doomed)).id);
  assert.deepEqual([failed.state, failed.errorCode], ['failed', 'damaged']);
  assert.ok((await listed()).includes(doomed));
  const { undeleted } = await backups.get(tenant, doomed);
  assert.match(
    undeleted?.why ?? '',
    /share data with a damaged one.*Delete the damaged backup first\.$/,
  );
  assert.equal(undeleted?.why, failed.message);
  await headers.replaceOne({ runId: other }, kept!);
  const whole = await backups.get(tenant, doomed);
  assert.deepEqual(
    (await (await rig.stores.storages.all(tenant))[0]!.verify(whole, {})).damage,
    [],
  );
  await rig.complete((await remove(doomed)).id);
  assert.equal(await isGone(doomed), true);
  assert.equal((await backups.get(tenant, other)).undeleted, undefined);
});

test('what another run reads is deleted as soon as that has ended; meanwhile the deletion sleeps', async () => {
  const id = await rig.backUp('Tiny');
  const reader = await openReader();
  await store.pin(tenant, id, reader.id);
  const deletion = await remove(id);
  const asleep = await waiting(deletion.id);
  assert.equal(asleep.waiting?.why, 'Waiting: the backup is still in use.');
  assert.equal((await remove(id)).id, deletion.id, 'asked for again, it is the same');
  await runs.requestCancel(tenant, reader.id, by);
  await rig.complete(deletion.id);
  assert.equal(await isGone(id), true);
});

test('of many deletions the first does the work of all, and takes none that is in use or stays', async () => {
  const stays = await rig.backUp('Tiny');
  const [first, second, used] = [
    await rig.backUp('Tiny'),
    await rig.backUp('Tiny'),
    await rig.backUp('Tiny'),
  ];
  const newest = await rig.backUp('Tiny');
  await rig.idle();
  const reader = await openReader();
  await store.pin(tenant, used, reader.id);
  const deletions: Run[] = [];
  for (const id of [first, second, used]) deletions.push(await remove(id));
  const lease = { run: deletions[0], signal: new AbortController().signal } as never;
  const handler = new DeleteBackup({ ...rig.stores, clock });
  await handler.work(lease);
  assert.deepEqual(await Promise.all([first, second, used, stays].map(isGone)), [
    true,
    true,
    false,
    false,
  ]);
  await runs.requestCancel(tenant, reader.id, by);
  await rig.work();
  for (const { id } of deletions) await rig.complete(id);
  assert.equal(await isGone(used), true);
  const vault = (await rig.stores.storages.all(tenant))[0]!;
  for (const id of [stays, newest])
    assert.deepEqual((await vault.verify(await backups.get(tenant, id), {})).damage, []);
});

test('a deletion that stands still half-way is not listed again: it sleeps until it can be ended', async () => {
  const [other, doomed] = [await rig.backUp('Tiny'), await rig.backUp('Tiny')];
  const kept = await headers.findOne({ runId: other });
  await headers.updateMany({ runId: doomed }, { $set: { leaving: true } });
  await damage(other);
  const deletion = await remove(doomed);
  const { waiting: why } = await waiting(deletion.id);
  assert.match(why?.why ?? '', /Delete the damaged backup first\.$/);
  assert.equal((await listed()).includes(doomed), false);
  await headers.replaceOne({ runId: other }, kept!);
  await connection
    .collection<{ _id: string }>('runs')
    .updateOne({ _id: deletion.id }, { $unset: { notBefore: 1 } });
  await rig.complete(deletion.id);
  assert.equal(await isGone(doomed), true);
});

test('a backup that is off the lists while nothing deletes it is deleted', async () => {
  const id = await rig.backUp('Tiny');
  await store.requestDelete(tenant, id); // and the process died
  assert.deepEqual(await redoDeletions({ clock, backups: store, runs }), { done: 1, failed: [] });
  assert.equal((await redoDeletions({ clock, backups: store, runs })).done, 0, 'it is in hand');
  while (!(await isGone(id))) await clock.sleep(20);
});

test('uninstalling stops work on the site, not a deletion that was promised', async () => {
  const id = await rig.backUp('Tiny');
  await rig.idle();
  const deletion = await remove(id);
  const backup = await backups.request(tenant, (await tiny()).id, by);
  const installations = { uninstall: async () => ({ id: tenant }) as never };
  await uninstallTenant({ installations, runs, kinds: runKinds }, 'alice', lifecycleCall());
  assert.equal((await runs.get(tenant, backup.id)).state, 'stopped');
  await rig.work();
  await rig.complete(deletion.id);
  assert.equal(await isGone(id), true);
});

test('a schema is not deleted while it, or a backup of it, is on hold', async () => {
  await rig.backUp('Tiny');
  const { id } = await tiny();
  await catalog.setStatus(tenant, [id], 'deleted');
  const hold = { reason: 'Audit 2026', by, at: new Date(clock.now()) };
  const backupId = (await listed()).at(0) as RunId;
  const isRefused = (message: RegExp) =>
    assert.rejects(grid.removeDeleted(tenant, id, 'Tiny', by), { code: 'backup-held', message });
  await store.hold(tenant, backupId, hold);
  await isRefused(/1 backup is on hold|This backup is on hold: Audit 2026/);
  await store.hold(tenant, backupId, undefined);
  await catalog.hold(tenant, id, hold);
  await isRefused(/All backups of Tiny are on hold: Audit 2026/);
  assert.equal((await catalog.get(tenant, id)).hidden, false);
  await catalog.hold(tenant, id, undefined);
  await catalog.setStatus(tenant, [id], 'active');
});

test('a schema with a backup that cannot be read is not deleted', async () => {
  await rig.backUp('Tiny');
  const { id } = await tiny();
  await catalog.setStatus(tenant, [id], 'deleted');
  const [backupId] = await listed();
  const one = { _id: String(backupId) };
  const before = await documents.findOne(one);
  await documents.updateOne(one, { $set: { createdAt: 'some day' } });
  await assert.rejects(grid.removeDeleted(tenant, id, 'Tiny', by), {
    code: 'damaged',
    message: /^1 backup of this schema can't be read/,
  });
  assert.equal((await catalog.get(tenant, id)).hidden, false);
  await documents.replaceOne(one, before ?? {});
  await catalog.setStatus(tenant, [id], 'active');
});

test('a schema whose removal cannot be carried out is listed again with its backups and the reason', async () => {
  for (let time = 0; time < 2; time += 1) await rig.backUp('Tiny');
  const { id } = await tiny();
  await catalog.setStatus(tenant, [id], 'deleted');
  const before = await listed();
  const elsewhere = [...before].at(-1)!;
  assert.ok(before.length >= 2);
  // A backup of another schema, whose header is damaged.
  await documents.updateOne({ _id: elsewhere }, { $set: { catalogId: 'elsewhere' } });
  const kept = await headers.findOne({ runId: elsewhere });
  await damage(elsewhere as RunId);
  const failed = await rig.ended((await grid.removeDeleted(tenant, id, 'Tiny', by)).id);
  assert.equal(failed.errorCode, 'damaged');
  const shown = await catalog.list(tenant, {});
  const schema = shown.items.find((each) => each.id === id);
  assert.match(schema?.unremoved?.why ?? '', /may share data with a damaged one/);
  assert.equal((await listed()).length, before.length - 1);
  await headers.replaceOne({ runId: elsewhere }, kept!);
  await rig.complete((await grid.removeDeleted(tenant, id, 'Tiny', by)).id);
  await assert.rejects(catalog.get(tenant, id), NotFound);
});
