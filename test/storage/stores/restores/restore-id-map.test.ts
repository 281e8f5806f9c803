import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RestoreLine } from '../../../../src/core/restores/report/restore-line.ts';
import { MongoRestoreStore } from '../../../../src/storage/stores/restores/mongo-restore-store.ts';
import { alice, bob, gathered, line, restoreStoreRig, route, run } from './restore-store-rig.ts';

const { connection, secrets, store } = await restoreStoreRig();

/** Moves what was noted so far into the past: later notes are newer, whatever the clock's grain. */
async function longAgo(): Promise<void> {
  const hourBefore = { $dateSubtract: { startDate: '$at', unit: 'hour', amount: 1 } };
  await connection.collection('restore_types').updateMany({}, [{ $set: { at: hourBefore } }]);
}

test('the id map into a schema holds all runs, the newest first, and nothing of other schemas, ways or tenants', async () => {
  await store.note(route(), [
    line('1', { targetId: '11' }),
    line('2', { targetId: '12', outcome: 'left' }),
    {
      ...line('3', { outcome: 'failed', reason: 'no' }),
      targetId: undefined,
    } as unknown as RestoreLine,
  ]);
  await longAgo();
  await store.note(route({ runId: run('r2') }), [line('1', { targetId: '21' })]);
  await store.note(route({ runId: run('r3'), targetSchemaId: '8' }), [
    line('1', { targetId: '31' }),
  ]);
  await store.note(route({ runId: run('r4'), sourceWorkspace: 'elsewhere' }), [
    line('1', { targetId: '41' }),
  ]);
  await store.note(route({ runId: run('r5'), tenantId: bob }), [line('1', { targetId: '51' })]);
  const known = await gathered(store.knownInSchema(alice, route()));
  assert.deepEqual(
    known
      .map(({ sourceId, targetId, runId: id, outcome }) => [sourceId, targetId, id, outcome])
      .slice(0, 1),
    [['1', '21', 'r2', 'created']],
  );
  assert.deepEqual(known.map(({ sourceId, targetId }) => `${sourceId} ${targetId}`).sort(), [
    '1 11',
    '1 21',
    '2 12',
  ]);
  assert.deepEqual(
    (await gathered(store.knownInSchema(bob, route()))).map(({ targetId }) => targetId),
    ['51'],
  );
});

test('where objects and types went is known over all schemas of a target, the newest first', async () => {
  await store.note(route(), [line('1', { targetId: '11' }), line('2', { targetId: '12' })]);
  await store.noteTypes(route(), [
    { sourceId: '5', targetId: '15' },
    { sourceId: '6', targetId: '16' },
  ]);
  await longAgo();
  const later = route({ runId: run('r2'), targetSchemaId: '8' });
  await store.note(later, [line('1', { targetId: '21' })]);
  await store.noteTypes(later, [{ sourceId: '5', targetId: '25' }]);
  await store.noteTypes(later, [{ sourceId: '5', targetId: '26' }]);
  assert.deepEqual(
    (await store.known(alice, route(), ['1', '2', '3'])).map(
      ({ sourceId, targetId, targetSchemaId }) => [sourceId, targetId, targetSchemaId],
    ),
    [
      ['1', '21', '8'],
      ['1', '11', '7'],
      ['2', '12', '7'],
    ],
  );
  assert.deepEqual(await store.knownTypes(alice, route(), ['5', '6', '7']), [
    { sourceId: '5', targetId: '26' },
    { sourceId: '5', targetId: '15' },
    { sourceId: '6', targetId: '16' },
  ]);
  for (const way of [route({ targetWorkspace: 'third' }), route({ sourceWorkspace: 'third' })])
    assert.deepEqual(
      [await store.known(alice, way, ['1']), await store.knownTypes(alice, way, ['5'])],
      [[], []],
    );
  assert.deepEqual(
    [await store.known(bob, route(), ['1']), await store.knownTypes(bob, route(), ['5'])],
    [[], []],
  );
});

test('what an earlier restore noted by a clock two years ahead is not the newest for ever', async () => {
  const ahead = new Date(Date.now() + 2 * 365 * 86_400_000);
  await store.note(route(), [line('1', { targetId: '11' })]);
  await store.noteTypes(route(), [{ sourceId: '5', targetId: '15' }]);
  const blocks = connection.collection('restore_line_blocks');
  await blocks.updateMany({}, { $set: { order: ahead.getTime() * 1_000 } });
  await connection.collection('restore_types').updateMany({}, { $set: { at: ahead } });
  const later = new MongoRestoreStore(connection, secrets);
  const next = route({ runId: run('r2') });
  await later.note(next, [line('1', { targetId: '21' })]);
  await later.noteTypes(next, [{ sourceId: '5', targetId: '25' }]);
  for (const each of [store, later]) {
    const [known] = await each.known(alice, route(), ['1']);
    const [inSchema] = await gathered(each.knownInSchema(alice, route()));
    const [type] = await each.knownTypes(alice, route(), ['5']);
    assert.deepEqual([known?.targetId, inSchema?.targetId, type?.targetId], ['21', '21', '25']);
  }
});
