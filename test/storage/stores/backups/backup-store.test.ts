import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isListed } from '../../../../src/core/backups/backup-outline.ts';
import type { PendingBackup } from '../../../../src/core/backups/backup-store.ts';
import {
  catalogId as toCatalogId,
  runId,
  tenantId,
  type RunId,
} from '../../../../src/core/kernel/ids.ts';
import { newRunId } from '../../../../src/core/runs/new-run-id.ts';
import { ensureIndexes } from '../../../../src/storage/ensure-indexes.ts';
import { MongoBackupStore } from '../../../../src/storage/stores/backups/mongo-backup-store.ts';
import { testDatabase } from '../../../support/databases/test-database.ts';
import { nothingNoted } from '../../../../src/core/backups/nothing-noted.ts';

const { connection } = await testDatabase();
const store = new MongoBackupStore(connection);
await ensureIndexes(connection);
const [alice, bob] = [tenantId('alice'), tenantId('bob')];
const things = toCatalogId('things');
const by = { accountId: '1', name: 'A' };
let minutes = 0;
const nextMinute = (): Date => {
  minutes += 1;
  return new Date(Date.UTC(2026, 10, 26, 0, minutes));
};

const pending = (id: RunId, more: Partial<PendingBackup> = {}): PendingBackup => ({
  id,
  tenantId: alice,
  catalogId: things,
  site: { siteUrl: 'https://alice.atlassian.net', workspaceId: 'w', accountId: '1' },
  schema: { id: '1', name: 'Things', key: 'T' },
  trigger: 'manual',
  requestedBy: { accountId: '1', name: 'Alice' },
  createdAt: nextMinute(),
  formatVersion: 1,
  storageId: 'service',
  parts: [{ name: 'objects', status: 'complete', counts: { object: 3 } }],
  contentBytes: 10,
  storedBytes: 5,
  rootHash: 'r',
  ...nothingNoted(),
  ...more,
});
async function completed(more: Partial<PendingBackup> = {}): Promise<RunId> {
  const id = newRunId();
  await store.prepare(pending(id, more), 1);
  await store.complete(more.tenantId ?? alice, id, { fence: 1, completedAt: new Date() });
  return id;
}
/** What can be read of a schema's backups that are not being deleted, and how many can't. */
async function readAll(id = things) {
  const { backups, unreadable } = await store.outlines(alice, id);
  const ids = backups.filter(isListed).map((each) => each.id);
  const found = await store.find(alice, ids);
  return { items: found.backups, unreadable: unreadable + found.unreadable };
}
const listed = async (id = things) => (await readAll(id)).items.map((backup) => backup.id);

test('a backup counts when it is complete, not before', async () => {
  const id = newRunId();
  await store.prepare(pending(id), 3);
  await assert.rejects(store.get(alice, id), { code: 'not-found' });
  await assert.rejects(store.pin(alice, id, newRunId()), { code: 'backup-being-deleted' });
  assert.equal((await listed()).includes(id), false);
  assert.deepEqual(await store.pending(), [{ tenantId: alice, id, run: id }]);
  await store.complete(alice, id, { fence: 2, completedAt: new Date(1) });
  await assert.rejects(store.get(alice, id), { code: 'not-found' }, 'prepared by another holder');
  for (let time = 1; time <= 2; time += 1)
    await store.complete(alice, id, { fence: 3, completedAt: new Date(time) });
  assert.deepEqual((await store.get(alice, id)).completedAt, new Date(1), 'once');
  await store.dropPending(alice, id);
  assert.deepEqual([await listed(), await store.pending()], [[id], []]);
});

test('a holder of a lower fence, and one that wakes after the end, change nothing', async () => {
  const id = newRunId();
  await store.prepare(pending(id, { rootHash: 'first' }), 1);
  await store.prepare(pending(id, { rootHash: 'second' }), 2);
  await assert.rejects(store.prepare(pending(id, { rootHash: 'late' }), 1), { code: 'lease-lost' });
  await store.complete(alice, id, { fence: 2, completedAt: new Date() });
  await assert.rejects(store.prepare(pending(id, { rootHash: 'late' }), 1), { code: 'lease-lost' });
  await assert.rejects(store.prepare(pending(id, { rootHash: 'late' }), 2), { code: 'lease-lost' });
  assert.equal((await store.get(alice, id)).rootHash, 'second');
  await store.remove(alice, [id]);
  await store.complete(alice, id, { fence: 2, completedAt: new Date() });
  await assert.rejects(store.get(alice, id), { code: 'not-found' }, 'it does not come back');
});

test('a backup that is being deleted can no longer be pinned, and is not listed', async () => {
  const id = await completed();
  const base = newRunId();
  await store.pin(alice, id, base);
  await store.pin(alice, id, base);
  await store.requestDelete(alice, id);
  await assert.rejects(store.pin(alice, id, newRunId()), { code: 'backup-being-deleted' });
  assert.deepEqual((await store.get(alice, id)).pins, [base]);
  assert.equal((await listed()).includes(id), false);
  assert.ok((await store.all(alice, things)).backups.some((backup) => backup.id === id));
  await store.unpin(alice, base);
  assert.deepEqual((await store.get(alice, id)).pins, []);
});

test('the runs that pin backups are found, each once, whatever else stands in another backup', async () => {
  const [first, second, odd] = [await completed(), await completed(), await completed()];
  const [both, one] = [newRunId(), newRunId()];
  for (const id of [first, second]) await store.pin(alice, id, both);
  await store.pin(alice, second, one);
  await stored.updateOne({ _id: odd }, { $set: { pins: 'x' } });
  const countEach = async () => {
    const runs = (await store.pinning()).map(({ run }) => run);
    return [both, one].map((run) => runs.filter((each) => each === run).length);
  };
  assert.deepEqual(await countEach(), [1, 1]);
  for (const pin of [both, one]) await store.unpin(alice, pin);
  assert.deepEqual(await countEach(), [0, 0]);
  await stored.deleteOne({ _id: odd });
});

test('outlines tell of all that is not being deleted, newest first, what is in the bin included', async () => {
  const schema = { catalogId: toCatalogId('ordered') };
  const [old, manual] = [await completed(schema), await completed({ ...schema, sequence: 1 })];
  const scheduled = await completed({
    ...schema,
    sequence: 2,
    trigger: 'scheduled',
    storageId: 'other',
  });
  const doomed = await completed({ ...schema, sequence: 3 });
  const told = async () => (await store.outlines(alice, schema.catalogId)).backups;
  assert.deepEqual(
    (await told()).map(({ id, trigger, storageId }) => [id, trigger, storageId]),
    [
      [doomed, 'manual', 'service'],
      [scheduled, 'scheduled', 'other'],
      [manual, 'manual', 'service'],
      [old, 'manual', 'service'],
    ],
  );
  const by = { accountId: '1', name: 'A' };
  const binned = { at: nextMinute(), by, why: 'x' };
  await store.requestDelete(alice, doomed);
  await store.setVerified(alice, manual, { at: new Date(), ok: true, damage: [] });
  await store.setVerified(alice, scheduled, { at: new Date(), ok: false, damage: ['pack 1'] });
  await store.pin(alice, scheduled, newRunId());
  await store.hold(alice, manual, { reason: 'Audit', by, at: nextMinute() });
  await store.bin(alice, old, binned);
  const state = (await told()).map((each) => ({
    id: each.id,
    is: Object.entries(each).flatMap(([name, value]) => (value === true ? name : [])),
    hold: each.hold?.reason,
    binned: each.binned,
  }));
  assert.deepEqual(state, [
    { id: scheduled, is: ['isPinned', 'isDamaged'], hold: undefined, binned: undefined },
    { id: manual, is: ['isVerified'], hold: 'Audit', binned: undefined },
    { id: old, is: [], hold: undefined, binned },
  ]);
  assert.deepEqual(
    (await store.inBin(alice, schema.catalogId)).map(({ id }) => id),
    [old],
  );
  await store.noteDamage(alice, manual, { foundAt: new Date(), found: ['pack 1'] });
  const [, damaged] = await told();
  assert.deepEqual([damaged?.isVerified, damaged?.isDamaged], [false, true]);
  assert.deepEqual((await store.outlines(bob, schema.catalogId)).backups, []);
});

test('backups are found by their ids in the order of these, and their objects are counted', async () => {
  const icons = { name: 'icons', status: 'complete' as const, counts: { icon: 4 } };
  const objects = { name: 'objects', status: 'complete' as const, counts: { object: 7, user: 2 } };
  const [one, two] = [await completed(), await completed({ parts: [objects, icons] })];
  const ids = [two, newRunId(), one];
  assert.deepEqual(
    (await store.find(alice, ids)).backups.map(({ id }) => id),
    [two, one],
  );
  assert.deepEqual(
    await store.objectCounts(alice, ids),
    new Map([
      [one, 3],
      [two, 7],
    ]),
  );
  assert.deepEqual((await store.find(bob, ids)).backups, []);
  assert.equal((await store.objectCounts(bob, ids)).size, 0);
  assert.deepEqual(await store.find(alice, []), { backups: [], unreadable: 0 });
  const outlined = async (tenant = alice) =>
    (await store.outlinesOf(tenant, ids)).map(({ id }) => id).toSorted();
  assert.deepEqual(await outlined(), [one, two].toSorted());
  assert.deepEqual(await outlined(bob), []);
  await store.requestDelete(alice, one);
  assert.deepEqual(await outlined(), [two]);
});

test("another tenant's backup is not there", async () => {
  const id = await completed();
  await assert.rejects(store.get(bob, id), { code: 'not-found' });
  await assert.rejects(store.describe(bob, id, 'mine'), { code: 'not-found' });
  await assert.rejects(store.requestDelete(bob, id), { code: 'not-found' });
  await store.remove(bob, [id]);
  await store.purge(bob);
  assert.equal((await store.describe(alice, id, 'mine')).description, 'mine');
  await assert.rejects(store.get(alice, runId({ $ne: '' } as unknown as string)), {
    code: 'not-found',
  });
});

test('the newest one is what was asked for last, though another is dated two years ahead', async () => {
  const ahead = await completed({ sequence: 1, createdAt: new Date('2028-11-26T00:00Z') });
  const now = await completed({ sequence: 2, createdAt: new Date('2026-11-26T00:00Z') });
  assert.deepEqual((await listed()).slice(0, 2), [now, ahead]);
});

const stored = connection.collection<{ _id: string }>('backups');
for (const [what, change] of Object.entries({
  'parts that are none': { $set: { parts: null } },
  'a part without counts': { $set: { 'parts.0.counts': 'many' } },
  'a date that is a text': { $set: { createdAt: 'yesterday' } },
  'no key of its schema': { $unset: { schemaKey: 1 } },
  'noted values that are none': { $set: { kept: 'many' } },
  'a count that is none': { $set: { lostCount: null } },
  'pins that are none': { $set: { pins: null } },
  'no asker': { $unset: { requestedBy: 1 } },
  'a result of Verify in other words': { $set: { verified: 'sound' } },
}))
  test(`a backup with ${what} is damaged, and hides no other one`, async () => {
    const [good, bad] = [await completed(), await completed()];
    await stored.updateOne({ _id: bad }, change as never);
    await assert.rejects(store.get(alice, bad), {
      code: 'damaged',
      message: /^This backup can't be read because /,
    });
    const { items, unreadable } = await readAll();
    assert.ok(items.some(({ id }) => id === good));
    assert.equal(unreadable, 1);
    assert.equal((await store.objectCounts(alice, [good, bad])).get(good), 3);
    await stored.deleteOne({ _id: bad });
  });

test('the newest backups are those of one storage if it is named, and none that left the list', async () => {
  const catalogId = toCatalogId('newest');
  const [, own, second, third] = [
    await completed({ catalogId, sequence: 1 }),
    await completed({ catalogId, sequence: 2, storageId: 'own' }),
    await completed({ catalogId, sequence: 3 }),
    await completed({ catalogId, sequence: 4 }),
  ];
  const newest = async (most: number, storageId?: string) =>
    (await store.newest(alice, catalogId, most, { storageId })).map(({ id }) => id);
  assert.deepEqual(await newest(2), [third, second]);
  assert.deepEqual(await newest(2, 'own'), [own]);
  await store.bin(alice, third!, { at: nextMinute(), by, why: 'x' });
  await store.requestDelete(alice, second!);
  assert.deepEqual(await newest(1), [own]);
  assert.deepEqual(await store.newest(bob, catalogId, 1), []);
});

test('what has been in the bin for its time is found, but for what is on hold until that is lifted', async () => {
  const [free, held] = [await completed(), await completed()];
  const at = new Date('2026-11-01T00:00Z');
  for (const id of [free, held]) await store.bin(alice, id, { at, by, why: 'x' });
  // Somebody held it at the moment when a rule removed it.
  await store.hold(alice, held, { reason: 'Audit', by, at });
  const found = async (): Promise<string[]> =>
    (await store.binnedBefore(new Date('2026-11-02T00:00Z'))).map(({ id }) => id).toSorted();
  assert.deepEqual(await found(), [free]);
  await store.hold(alice, held, undefined);
  assert.deepEqual(await found(), [free, held].toSorted());
  assert.deepEqual(await store.binnedBefore(new Date('2026-10-31T00:00Z')), []);
});

const hold = { reason: 'Audit', by, at: new Date('2026-11-01T00:00Z') };

test('of a hold and a deletion that meet, the first one wins', async () => {
  for (let time = 0; time < 10; time += 1) {
    const id = await completed();
    const [held, isDoomed] = await Promise.all([
      store.hold(alice, id, hold).then(
        () => true,
        (error: { code?: string }) => {
          assert.equal(error.code, 'not-found');
          return false;
        },
      ),
      store.requestDelete(alice, id),
    ]);
    assert.equal(held, !isDoomed);
    const stands = await store.get(alice, id);
    assert.deepEqual([stands.hold !== undefined, stands.deleteRequested], [held, isDoomed]);
  }
});

test('a backup on hold is neither deleted nor moved into the bin, and one that left the bin stays', async () => {
  const id = await completed();
  const binned = { at: new Date('2026-11-01T00:00Z'), by, why: 'x' };
  assert.equal(await store.requestDelete(alice, id, { fromBin: true }), false, 'not in the bin');
  await store.hold(alice, id, hold);
  assert.deepEqual(
    [await store.requestDelete(alice, id), await store.bin(alice, id, binned)],
    [false, false],
  );
  await store.hold(alice, id, undefined);
  assert.equal(await store.bin(alice, id, binned), true);
  assert.equal(await store.requestDelete(alice, id, { fromBin: true }), true);
  assert.equal(await store.bin(alice, id, undefined), false, 'it is too late to take it out');
  await assert.rejects(store.hold(alice, id, hold), { code: 'not-found' });
  await assert.rejects(store.requestDelete(bob, id), { code: 'not-found' });
  await assert.rejects(store.bin(bob, id, binned), { code: 'not-found' });
});

test('what a run has claimed to delete, no other run has, and nobody puts back', async () => {
  const of = { catalogId: toCatalogId('claimed') };
  const ids = [await completed(of), await completed(of), await completed(of)];
  const [doomed, stays] = ids as [RunId, RunId, RunId];
  const [one, other] = [newRunId(), newRunId()];
  const claimed = async () =>
    (await store.find(alice, ids)).backups.filter(({ deletedBy }) => deletedBy).map(({ id }) => id);
  const first = await store.get(alice, stays);
  const beside = (run: RunId) => store.doomedBeside(first, { by: run, limit: 100 });
  await store.requestDelete(alice, doomed);
  for (let time = 0; time < 2; time += 1)
    await store.claimDeletion(alice, ids, { by: one, ended: [] });
  assert.deepEqual(await claimed(), [doomed], 'only what was to be deleted');
  assert.deepEqual([await beside(one), await beside(other)], [[doomed], []]);
  await store.claimDeletion(alice, ids, { by: other, ended: [] });
  await store.releaseDeletion(alice, ids, other);
  assert.equal((await store.get(alice, doomed)).deletedBy, one);
  await store.keep(alice, doomed, { at: nextMinute(), why: 'x' });
  assert.equal((await store.get(alice, doomed)).deleteRequested, true);
  await store.claimDeletion(alice, ids, { by: other, ended: [one] });
  assert.equal((await store.get(alice, doomed)).deletedBy, other, 'the one before has ended');
  await store.releaseDeletion(bob, ids, other);
  assert.deepEqual(await claimed(), [doomed]);
  await store.releaseDeletion(alice, ids, other);
  await store.keep(alice, doomed, { at: nextMinute(), why: 'x' });
  assert.equal((await store.get(alice, doomed)).undeleted?.why, 'x');
});

test('several are removed by their ids, and no others between them', async () => {
  const ids = [await completed(), await completed(), await completed()].toSorted();
  const [low, middle, high] = ids as [RunId, RunId, RunId];
  await store.remove(bob, ids);
  for (const id of ids) assert.equal((await store.get(alice, id)).id, id);
  for (let time = 0; time < 2; time += 1) await store.remove(alice, [low, high]);
  for (const id of [low, high]) await assert.rejects(store.get(alice, id), { code: 'not-found' });
  assert.equal((await store.get(alice, middle)).id, middle);
  await store.remove(alice, [middle]);
});
