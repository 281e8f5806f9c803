import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { runId, tenantId, type RunId } from '../../../../src/core/kernel/ids.ts';
import type {
  RestoreLine,
  RestoreRoute,
} from '../../../../src/core/restores/report/restore-line.ts';
import { ensureIndexes } from '../../../../src/storage/ensure-indexes.ts';
import { MongoRestoreStore } from '../../../../src/storage/stores/restores/mongo-restore-store.ts';
import { testDatabase } from '../../../support/test-database.ts';
import { testSecrets } from '../../../support/test-secrets.ts';

const { connection } = await testDatabase();
const secrets = testSecrets(connection);
const store = new MongoRestoreStore(connection, secrets);
await ensureIndexes(connection);
const [alice, bob] = [tenantId('alice'), tenantId('bob')];
const COLLECTIONS = [
  'restore_lines',
  'restore_line_blocks',
  'restore_intents',
  'restore_types',
  'restore_places',
];
const run = (name: string): RunId => runId(name);
const route = (more: Partial<RestoreRoute> = {}): RestoreRoute => ({
  tenantId: alice,
  runId: run('r1'),
  fence: 1,
  sourceWorkspace: 'from',
  targetWorkspace: 'to',
  targetSchemaId: '7',
  ...more,
});
const line = (sourceId: string, more: Partial<RestoreLine> = {}): RestoreLine => ({
  sourceId,
  sourceKey: `OLD-${sourceId}`,
  label: `Object ${sourceId}`,
  typeName: 'Laptop',
  outcome: 'created',
  targetId: `9${sourceId}`,
  targetKey: `NEW-${sourceId}`,
  ...more,
});
const left = (value: string) => ({
  attribute: 'Owner',
  value,
  reason: 'The person is not on the destination.',
});

async function gathered<T>(many: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of many) all.push(one);
  return all;
}
const linesOf = async (id = run('r1'), of = alice): Promise<RestoreLine[]> =>
  (await gathered(store.lines(of, id))).sort((a, b) => (a.sourceId < b.sourceId ? -1 : 1));
/** Moves what was noted so far into the past: later notes are newer, whatever the clock's grain. */
async function longAgo(): Promise<void> {
  const hourBefore = { $dateSubtract: { startDate: '$at', unit: 'hour', amount: 1 } };
  await connection.collection('restore_types').updateMany({}, [{ $set: { at: hourBefore } }]);
}

beforeEach(async () => {
  for (const name of COLLECTIONS) await connection.collection(name).deleteMany({});
});

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
    valuesLeftOut: 3,
  });
  assert.deepEqual(
    (await gathered(store.lines(alice, run('r1'), 'failed'))).map(({ sourceId }) => sourceId),
    ['4'],
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
    new RegExp(`^${70_001 - listed.length} more values of this object were skipped`),
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

test('a place belongs to one run: it may claim it again, others learn who has it, and only it gives it back', async () => {
  assert.deepEqual(await store.claim('w:7', alice, run('r1')), {
    taken: true,
    holder: { tenantId: alice, runId: run('r1') },
  });
  assert.equal((await store.claim('w:7', alice, run('r1'))).taken, true);
  assert.deepEqual(await store.claim('w:7', bob, run('r2')), {
    taken: false,
    holder: { tenantId: alice, runId: run('r1') },
  });
  assert.equal((await store.claim('w:8', bob, run('r2'))).taken, true);
  await store.releaseAll(bob, run('r2'));
  assert.equal((await store.claim('w:7', bob, run('r3'))).taken, false);
  await store.releaseAll(alice, run('r1'));
  assert.equal((await store.claim('w:7', bob, run('r3'))).taken, true);
});

test('of many that claim a place, or take it over, at once one has it', async () => {
  const claims = await Promise.all(
    Array.from({ length: 12 }, (_none, at) => store.claim('w:7', alice, run(`c${at}`))),
  );
  const winner = claims.findIndex(({ taken }) => taken);
  assert.equal(claims.filter(({ taken }) => taken).length, 1);
  assert.ok(claims.every(({ holder }) => holder.runId === run(`c${winner}`)));
  const taken = await Promise.all(
    Array.from({ length: 12 }, (_none, at) =>
      store.takeOver('w:7', run(`c${winner}`), bob, run(`t${at}`)),
    ),
  );
  assert.equal(taken.filter(Boolean).length, 1);
  const { holder } = await store.claim('w:7', alice, run('last'));
  assert.deepEqual(holder, { tenantId: bob, runId: run(`t${taken.indexOf(true)}`) });
  assert.equal(await store.takeOver('w:7', run('nobody'), alice, run('last')), false);
  await Promise.all([store.releaseAll(bob, holder.runId), store.claim('w:7', alice, run('next'))]);
  assert.equal((await store.claim('w:7', alice, run('next'))).taken, true);
});

test('a tenant that is gone leaves nothing, and others lose nothing', async () => {
  for (const owner of [alice, bob]) {
    const own = route({ tenantId: owner, runId: run(`of ${owner}`) });
    await store.note(own, [line('1')]);
    await store.intend(own, ['1', '2']);
    await store.noteTypes(own, [{ sourceId: '5', targetId: '15' }]);
    await store.claim(`place of ${owner}`, owner, own.runId);
    await connection
      .collection<{ _id: string; tenantId: string }>('restore_lines')
      .insertOne({ _id: `earlier of ${owner}`, tenantId: owner });
  }
  await store.purge(alice);
  for (const name of COLLECTIONS)
    assert.deepEqual(
      (await connection.collection(name).find({}).toArray()).map((each) => each['tenantId']),
      ['bob'],
    );
});
