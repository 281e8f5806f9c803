import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count } from '../../../../src/core/kernel/counted.ts';
import type { RestoreLine } from '../../../../src/core/restores/report/restore-line.ts';
import {
  alice,
  bob,
  COLLECTIONS,
  gathered,
  issueLine,
  line,
  restoreStoreRig,
  route,
  run,
} from './restore-store-rig.ts';

const { connection, secrets, store } = await restoreStoreRig();
const left = (value: string) => ({
  attribute: 'Owner',
  value,
  reason: 'The person is not on the destination.',
});
const linesOf = async (id = run('r1'), of = alice): Promise<RestoreLine[]> =>
  (await gathered(store.lines(of, id))).sort((a, b) => (a.sourceId < b.sourceId ? -1 : 1));

test('lines come back as they were noted, one an object, and are counted by outcome with what was left out', async () => {
  const lines = [
    line('1'),
    line('2', { outcome: 'updated', leftOut: [left('a'), left('b')] }),
    line('3', { outcome: 'left' }),
    {
      sourceId: '4',
      sourceKey: 'OLD-4',
      label: '',
      typeName: 'Laptop',
      outcome: 'failed',
      reason: 'Refused: "no" <b>',
      leftOut: [left('c')],
    } as RestoreLine,
    line('5'),
  ];
  await store.note(route(), lines);
  assert.deepEqual(await linesOf(), lines);
  assert.deepEqual(await store.counts(alice, run('r1')), {
    created: 2,
    updated: 1,
    left: 1,
    skipped: 0,
    failed: 1,
    valuesLeftOut: 2,
  });
  assert.deepEqual(
    (await gathered(store.lines(alice, run('r1'), 'failed'))).map(({ sourceId }) => sourceId),
    ['4'],
  );
  const incomplete = await gathered(store.lines(alice, run('r1'), 'incomplete'));
  assert.deepEqual(
    [incomplete.map(({ sourceId }) => sourceId), await store.countIncomplete(alice, run('r1'))],
    [['2'], 1],
    'of an object that failed, no value is there: it is counted as a whole',
  );
  await store.note(route(), []);
});

test('a later line of an object takes the place of the earlier one, in the same batch as well, and what was left out counts once', async () => {
  await store.note(route(), [
    line('1', { leftOut: [left('a')] }),
    line('1', { leftOut: [left('a'), left('b')] }),
    line('2', { outcome: 'failed', reason: 'no answer' }),
  ]);
  await store.note(route({ fence: 2 }), [
    line('1', { leftOut: [left('a'), left('b')] }),
    line('2'),
  ]);
  assert.deepEqual(await linesOf(), [line('1', { leftOut: [left('a'), left('b')] }), line('2')]);
  assert.deepEqual(await store.counts(alice, run('r1')), {
    created: 2,
    updated: 0,
    left: 0,
    skipped: 0,
    failed: 0,
    valuesLeftOut: 2,
  });
});

test('what a late worker writes changes no line of its successor, and its other lines are kept', async () => {
  await store.note(route({ fence: 3 }), [line('1', { targetId: '100' })]);
  await store.note(route({ fence: 2 }), [
    line('2'),
    line('1', { targetId: '200', outcome: 'failed', reason: 'late' }),
    line('3'),
  ]);
  assert.deepEqual(
    (await linesOf()).map(({ sourceId, targetId, outcome }) => [sourceId, targetId, outcome]),
    [
      ['1', '100', 'created'],
      ['2', '92', 'created'],
      ['3', '93', 'created'],
    ],
  );
});

test('two workers that note the same objects at once leave one line each, of the higher fence', async () => {
  const ids = Array.from({ length: 60 }, (_none, at) => String(at + 1));
  await Promise.all(
    [1, 2, 3].map((fence) =>
      store.note(
        route({ fence }),
        ids.map((id) => line(id, { targetId: `${fence}00${id}` })),
      ),
    ),
  );
  const lines = await linesOf();
  assert.equal(lines.length, 60);
  assert.ok(lines.every(({ sourceId, targetId }) => targetId === `300${sourceId}`));
});

function assertUnreadable(found: RestoreLine | undefined): void {
  assert.ok(found);
  assert.match(found.reason ?? '', /can't be read/);
  assert.doesNotMatch(JSON.stringify(found), /secret/);
}

test('words of a report are sealed in the database, and open for no other tenant and in no other line', async () => {
  await store.note(route(), [
    line('1', { label: 'A secret label', leftOut: [left('a secret value')] }),
    line('2'),
  ]);
  const blocks = connection.collection<{ _id: string; lines: { words: string }[] }>(
    'restore_line_blocks',
  );
  const [block] = await blocks.find({}).toArray();
  assert.doesNotMatch(JSON.stringify(block), /secret|OLD-|NEW-|Laptop/);
  await blocks.updateOne(
    { _id: block!._id },
    { $set: { 'lines.1.words': block!.lines[0]!.words } },
  );
  const [first, second] = await linesOf();
  assert.equal(first?.label, 'A secret label');
  assertUnreadable(second);
  await blocks.updateOne({ _id: block!._id }, { $set: { tenantId: 'bob' } });
  assertUnreadable((await linesOf(run('r1'), bob))[0]);
});

test('a block that was damaged hides no other', async () => {
  await store.note(route(), [line('1')]);
  await store.note(route(), [line('2')]);
  const blocks = connection.collection('restore_line_blocks');
  await blocks.updateOne({ ids: '1' }, { $set: { lines: 'gone' } });
  assert.deepEqual(await linesOf(), [line('2')]);
  assert.equal((await store.counts(alice, run('r1'))).created, 1);
});

test('lines are kept by the hundred, whatever is noted at once, and each is found', async () => {
  const lines = Array.from({ length: 450 }, (_none, at) => line(String(1_000 + at)));
  const long = line('9000', { label: 'x'.repeat(900_000) });
  await store.note(route(), [...lines, long, line('9001')]);
  assert.equal(await connection.collection('restore_line_blocks').countDocuments({}), 5);
  assert.deepEqual(await linesOf(), [...lines, long, line('9001')]);
  const known = await store.known(alice, route(), ['1449', '1000', '9001', '3']);
  assert.deepEqual(known.map(({ targetId }) => targetId).sort(), ['91000', '91449', '99001']);
});

test('what an earlier version wrote of a report is read, and what was noted since takes its place', async () => {
  const earlier = async (sourceId: string, at: string) => {
    const { outcome, targetId, ...words } = line(sourceId, { targetId: `8${sourceId}` });
    const _id = `r1:${sourceId}`;
    const text = await secrets.seal(alice, _id, 'words', JSON.stringify(words));
    const place = { to: 'to:7', way: 'from>to', targetSchemaId: '7' };
    const facts = { sourceId, outcome, targetId, leftOutCount: 0, words: text };
    return { _id, tenantId: alice, runId: 'r1', fence: 1, at: new Date(at), ...place, ...facts };
  };
  await connection
    .collection<{ _id: string }>('restore_lines')
    .insertMany([await earlier('1', '2026-01-01'), await earlier('2', '2026-01-02')]);
  await store.note(route({ fence: 2 }), [line('2', { outcome: 'updated' })]);
  const old = await gathered(store.lines(alice, run('r1'), 'created'));
  assert.deepEqual(
    old.map(({ sourceId, targetId, label }) => [sourceId, targetId, label]),
    [['1', '81', 'Object 1']],
  );
  const counts = await store.counts(alice, run('r1'));
  assert.deepEqual([counts.created, counts.updated], [1, 1]);
  await store.intend(route(), ['1', '2', '3']);
  assert.deepEqual(await store.unsettled(alice, run('r1')), ['3']);
  const known = await store.known(alice, route(), ['1', '2']);
  assert.deepEqual(
    known.map(({ targetId }) => targetId),
    ['92', '82', '81'],
  );
  const inSchema = await gathered(store.knownInSchema(alice, route()));
  assert.deepEqual(
    inSchema.map(({ targetId }) => targetId),
    ['92', '82', '81'],
  );
});

test('the later line counts though the clock was set back meanwhile', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.parse('2030-01-01') });
  await store.note(route(), [line('1', { targetId: '11' })]);
  t.mock.timers.setTime(Date.parse('2020-01-01'));
  await store.note(route(), [line('1', { targetId: '12' })]);
  assert.deepEqual(
    (await linesOf()).map(({ targetId }) => targetId),
    ['12'],
  );
});

test('an object with more values left out than a document has room for lists the first ones, and all are counted', async () => {
  const many = Array.from({ length: 70_000 }, (_none, at) => left(`${at} ${'x'.repeat(200)}`));
  const typeName = 'T'.repeat(17 << 20);
  await store.note(route(), [line('1', { leftOut: many }), line('2', { typeName })]);
  assert.equal((await store.counts(alice, run('r1'))).valuesLeftOut, 70_000);
  const [first, second] = await linesOf();
  const listed = first?.leftOut ?? [];
  assert.deepEqual(listed[0], many[0]);
  assert.match(
    listed.at(-1)?.reason ?? '',
    new RegExp(`^${count(70_001 - listed.length)} more values of this object were skipped`),
  );
  assert.equal(second?.typeName.length, 1_000);
});

test('an intended object is unsettled until a line says where it is', async () => {
  await store.intend(route(), ['1', '2', '3']);
  await store.intend(route({ fence: 2 }), ['3', '4']);
  await store.intend(route({ runId: run('r2') }), ['5']);
  await store.note(route(), [
    line('1'),
    {
      ...line('2'),
      outcome: 'failed',
      reason: 'refused',
      targetId: undefined,
    } as unknown as RestoreLine,
  ]);
  assert.deepEqual((await store.unsettled(alice, run('r1'))).sort(), ['2', '3', '4']);
  assert.deepEqual(await store.unsettled(alice, run('r2')), ['5']);
  assert.deepEqual(await store.unsettled(bob, run('r1')), []);
});

test('a tenant that is gone leaves nothing, and others lose nothing', async () => {
  for (const owner of [alice, bob]) {
    const own = route({ tenantId: owner, runId: run(`of ${owner}`) });
    await store.note(own, [line('1')]);
    await store.intend(own, ['1', '2']);
    await store.noteTypes(own, [{ sourceId: '5', targetId: '15' }]);
    await store.claim(`place of ${owner}`, owner, own.runId);
    await store.issues.note(own, [issueLine('1')]);
    for (const name of ['restore_lines', 'restore_issues'])
      await connection
        .collection<{ _id: string; tenantId: string }>(name)
        .insertOne({ _id: `earlier of ${owner}`, tenantId: owner });
  }
  await store.purge(alice);
  for (const name of COLLECTIONS)
    assert.deepEqual(
      (await connection.collection(name).find({}).toArray()).map((each) => each['tenantId']),
      ['bob'],
    );
});
