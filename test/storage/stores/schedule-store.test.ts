import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import mongoose from 'mongoose';
import { catalogId, runId, tenantId } from '../../../src/core/kernel/ids.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import { changeSchedule, type Schedule, type Slot } from '../../../src/core/schedules/schedule.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoScheduleStore } from '../../../src/storage/stores/mongo-schedule-store.ts';
import { testDatabase } from '../../support/databases/test-database.ts';

const database = await testDatabase();
const { connection } = database;
const store = new MongoScheduleStore(connection);
await ensureIndexes(connection);
const alice = tenantId('alice');
const bob = tenantId('bob');
const by = { accountId: '1', name: 'Alice' };
const at = (iso: string): Date => new Date(`2026-11-${iso}:00.000Z`);
const make = (id: string, more: Partial<Schedule> = {}): Schedule => ({
  tenantId: alice,
  catalogId: catalogId(id),
  on: true,
  cron: '0 2 * * *',
  timeZone: 'UTC',
  savedBy: by,
  savedAt: at('24T12:00'),
  revision: 1,
  version: 0,
  nextSlotAt: at('25T02:00'),
  ...more,
});
const slot = (id: string, day: number, more: Partial<Slot> = {}): Slot => ({
  tenantId: alice,
  catalogId: catalogId(id),
  at: at(`${day}T02:00`),
  runId: newRunId(),
  missed: 0,
  ...more,
});
async function dueIds(now: Date, of = store): Promise<string[]> {
  const ids: string[] = [];
  for await (const { catalogId: id } of of.due(now)) ids.push(id);
  return ids;
}
const bare = async (id: string): Promise<Schedule> => (await store.get(alice, catalogId(id)))!;

beforeEach(async () => {
  for (const tenant of [alice, bob]) await store.purge(tenant);
});

test('a schedule comes back as it was written, whatever it holds', async () => {
  const full = make('full', {
    lastSlot: { at: at('24T02:00'), timeZone: 'Europe/Berlin' },
    firing: { slotAt: at('24T02:00'), runId: runId('r'), missed: 2 },
    skips: [at('23T02:00'), at('22T02:00')],
    waiting: { since: at('20T02:00'), slots: 3, why: 'uninstalled' },
    switchedOff: 'connection-deleted',
  });
  for (const schedule of [make('bare'), full]) {
    assert.equal(await store.write(schedule), true);
    assert.deepEqual(await store.get(alice, schedule.catalogId), { ...schedule, version: 1 });
  }
  const {
    firing: _firing,
    waiting: _waiting,
    nextSlotAt: _next,
    ...less
  } = { ...full, on: false, version: 1 };
  assert.equal(await store.write(less), true);
  assert.deepEqual(await bare('full'), { ...less, version: 2 }, 'what is left out is gone');
  assert.deepEqual((await store.find(alice)).map((each) => each.catalogId).sort(), [
    'bare',
    'full',
  ]);
  assert.deepEqual(
    (await store.find(alice, [catalogId('bare'), catalogId('none')])).map((each) => each.catalogId),
    ['bare'],
  );
  assert.deepEqual(await store.find(alice, []), []);
});

test('of twenty first saves at once one is stored', async () => {
  const written = await Promise.all(
    Array.from({ length: 20 }, (_none, hour) =>
      store.write(make('race', { cron: `0 ${hour} * * *` })),
    ),
  );
  assert.equal(written.filter(Boolean).length, 1);
  const winner = written.indexOf(true);
  assert.deepEqual(
    [(await bare('race')).cron, (await bare('race')).version],
    [`0 ${winner} * * *`, 1],
  );
});

test('of twenty writes of the same version one counts, also from another connection, and an older version never', async () => {
  await store.write(make('race'));
  const stored = await bare('race');
  const stores = [store, new MongoScheduleStore(await database.open())];
  const written = await Promise.all(
    Array.from({ length: 20 }, (_none, hour) =>
      stores[hour % 2]!.write({ ...stored, cron: `0 ${hour} * * *` }),
    ),
  );
  assert.equal(written.filter(Boolean).length, 1);
  assert.deepEqual(
    [(await bare('race')).cron, (await bare('race')).version],
    [`0 ${written.indexOf(true)} * * *`, 2],
  );
  assert.equal(await store.write({ ...stored, version: 1 }), false);
  assert.equal(await store.write({ ...stored, version: 7 }), false);
});

test('a schedule that was removed is not written again by who read it before', async () => {
  await store.write(make('gone'));
  const stored = await bare('gone');
  await store.remove(alice, stored.catalogId);
  assert.equal(await store.write(stored), false);
  assert.equal(await store.get(alice, stored.catalogId), undefined);
});

test('twenty changes at once all count, one after the other', async () => {
  await Promise.all(
    Array.from({ length: 20 }, () =>
      changeSchedule(store, alice, catalogId('counted'), (before) =>
        before ? { ...before, revision: before.revision + 1 } : make('counted'),
      ),
    ),
  );
  assert.deepEqual([(await bare('counted')).revision, (await bare('counted')).version], [20, 20]);
});

test('due are those whose slot has come, the longest due first, and those with a slot in hand', async () => {
  await store.write(make('later', { nextSlotAt: at('26T02:00') }));
  await store.write(make('second', { nextSlotAt: at('25T02:00') }));
  await store.write(make('first', { nextSlotAt: at('24T02:00') }));
  await store.write(make('theirs', { tenantId: bob, nextSlotAt: at('24T05:00') }));
  await store.write(
    make('in-hand', {
      nextSlotAt: at('30T02:00'),
      firing: { slotAt: at('23T02:00'), runId: runId('r'), missed: 0 },
    }),
  );
  const { nextSlotAt: _next, ...off } = make('off', { on: false });
  await store.write(off);
  await store.write({
    ...off,
    catalogId: catalogId('off-in-hand'),
    firing: { slotAt: at('24T03:00'), runId: runId('r'), missed: 0 },
  });
  assert.deepEqual(
    await dueIds(at('25T02:00')),
    ['in-hand', 'first', 'off-in-hand', 'theirs', 'second'],
    'due at its very moment',
  );
  assert.deepEqual(await dueIds(new Date(at('25T02:00').getTime() - 1)), [
    'in-hand',
    'first',
    'off-in-hand',
    'theirs',
  ]);
  const { firing: _firing, ...finished } = await bare('in-hand');
  await store.write(finished);
  await store.write({ ...(await bare('first')), nextSlotAt: at('27T02:00') });
  assert.deepEqual(await dueIds(at('25T02:00')), ['off-in-hand', 'theirs', 'second']);
});

test('looking for what is due is one find by the index of due times', async () => {
  for (let minute = 10; minute < 40; minute += 1)
    await store.write(make(`many-${minute}`, { nextSlotAt: at(`25T02:${minute}`) }));
  const monitored = await mongoose
    .createConnection(database.uri, {
      dbName: database.name,
      monitorCommands: true,
      autoIndex: false,
      autoCreate: false,
    })
    .asPromise();
  after(() => monitored.close());
  const commands: string[] = [];
  const other = new MongoScheduleStore(monitored);
  monitored.getClient().on('commandStarted', ({ commandName, databaseName }) => {
    if (databaseName === database.name) commands.push(commandName);
  });
  assert.deepEqual(await dueIds(at('25T02:00'), other), []);
  assert.deepEqual(commands, ['find'], 'nothing due');
  assert.equal((await dueIds(at('25T03:00'), other)).length, 30);
  assert.deepEqual(commands, ['find', 'find'], 'thirty due');
  const plan = JSON.stringify(
    await connection
      .collection('schedules')
      .find({ dueAt: { $lte: at('25T03:00') } })
      .sort({ dueAt: 1 })
      .explain('queryPlanner'),
  );
  assert.match(plan, /dueAt_1/);
});

test('who stops looking early is given nothing more', async () => {
  for (let minute = 10; minute < 40; minute += 1)
    await store.write(make(`many-${minute}`, { nextSlotAt: at(`25T02:${minute}`) }));
  const due = store.due(at('25T03:00'))[Symbol.asyncIterator]();
  assert.equal((await due.next()).value?.catalogId, 'many-10');
  await due.return?.();
  assert.deepEqual(await due.next(), { done: true, value: undefined });
});

test('of twenty notes of one slot the first stands, and everybody is told it', async () => {
  const notes = Array.from({ length: 20 }, (_none, index) =>
    slot('noted', 25, index % 2 ? { skipped: 'Because.' } : {}),
  );
  const told = await Promise.all(notes.map((note) => store.note(note)));
  const { items: slots, total } = await store.slots(alice, catalogId('noted'), 1, 20);
  assert.equal(total, 1);
  for (const each of told) assert.deepEqual(each, slots[0]);
  assert.deepEqual(await store.note(slot('noted', 25, { missed: 9 })), slots[0]);
});

test('slots come newest first, a page at a time, of this schema only', async () => {
  for (const day of [21, 25, 23, 22, 24]) await store.note(slot('paged', day));
  await store.note(slot('other', 26));
  const days = async (page: number): Promise<number[]> =>
    (await store.slots(alice, catalogId('paged'), page, 2)).items.map((each) =>
      each.at.getUTCDate(),
    );
  assert.deepEqual([await days(1), await days(2), await days(3)], [[25, 24], [23, 22], [21]]);
  assert.equal((await store.slots(alice, catalogId('paged'), 3, 2)).total, 5);
  const newest = await store.newestSlots(alice, catalogId('paged'), 2);
  assert.deepEqual(newest, (await store.slots(alice, catalogId('paged'), 1, 2)).items);
});

test("another tenant's schedule and slots are not there, cannot be changed and are not removed", async () => {
  await store.write(make('mine'));
  await store.note(slot('mine', 25));
  const stored = await bare('mine');
  assert.equal(await store.get(bob, stored.catalogId), undefined);
  assert.deepEqual(await store.find(bob), []);
  assert.deepEqual(await store.find(bob, [stored.catalogId]), []);
  assert.deepEqual(await store.slots(bob, stored.catalogId, 1, 20), {
    items: [],
    total: 0,
    page: 1,
    pages: 1,
  });
  assert.equal(await store.write({ ...stored, tenantId: bob, cron: '0 5 * * *' }), false);
  assert.equal(await store.write({ ...stored, tenantId: bob, version: 0 }), false);
  await store.remove(bob, stored.catalogId);
  await store.purge(bob);
  assert.deepEqual(await bare('mine'), stored);
  assert.equal((await store.slots(alice, stored.catalogId, 1, 20)).total, 1);
  assert.equal(
    await store.get(alice, catalogId({ $ne: '' } as unknown as string)),
    undefined,
    'an id is a word, not a question',
  );
});

test('removing forgets one schema, purging a whole tenant', async () => {
  for (const id of ['one', 'two']) {
    await store.write(make(id));
    await store.note(slot(id, 25));
  }
  await store.write(make('theirs', { tenantId: bob }));
  await store.note(slot('theirs', 25, { tenantId: bob }));
  await store.remove(alice, catalogId('one'));
  assert.equal(await store.get(alice, catalogId('one')), undefined);
  assert.equal((await store.slots(alice, catalogId('one'), 1, 20)).total, 0);
  assert.equal((await store.slots(alice, catalogId('two'), 1, 20)).total, 1);
  await store.purge(alice);
  assert.deepEqual(await store.find(alice), []);
  assert.equal((await store.slots(alice, catalogId('two'), 1, 20)).total, 0);
  assert.equal((await store.find(bob)).length, 1);
  assert.equal((await store.slots(bob, catalogId('theirs'), 1, 20)).total, 1);
});

test('a schedule that no slot can be computed by, because it was changed in the database, is no due one', async () => {
  const documents = connection.collection<{ _id: string }>('schedules');
  const odd = [{ cron: 'text' }, { cron: '99 2 * * *' }, { timeZone: 'Nowhere/Town' }];
  for (const [number, fields] of odd.entries()) {
    await store.write(make(`odd-${number}`));
    await documents.updateOne({ _id: `odd-${number}` }, { $set: fields });
    await assert.rejects(store.get(alice, catalogId(`odd-${number}`)), { code: 'damaged' });
  }
  await store.write(make('good'));
  assert.deepEqual(await dueIds(at('26T00:00')), ['good']);
  assert.deepEqual(
    (await store.find(alice)).map((each) => each.catalogId),
    ['good'],
  );
});

test('what is computed of a schedule, and was changed in the database, makes none unreadable', async () => {
  const documents = connection.collection<{ _id: string }>('schedules');
  const odd = [
    { lastSlot: { at: at('24T02:00'), timeZone: 'text' } },
    { waiting: { since: at('24T02:00'), slots: 1 } },
    { firing: { slotAt: 'text', runId: 'r' } },
    { firing: 7 },
    { nextSlotAt: { odd: 1 }, dueAt: null },
    { healedAt: 'text' },
    { skips: ['text'] },
  ];
  for (const [number, fields] of odd.entries()) {
    await store.write(make(`odd-${number}`));
    await documents.updateOne({ _id: `odd-${number}` }, { $set: fields });
    const read = await store.get(alice, catalogId(`odd-${number}`));
    const [name = ''] = Object.keys(fields);
    assert.equal(name in read!, false, name);
  }
  await store.purge(alice);
});

test('schedules that no tick looks at in time are found, those that are off are not', async () => {
  const documents = connection.collection<{ _id: string }>('schedules');
  const dueAts = [at('25T02:00'), null, 'text', 7, { odd: 1 }, new Date('2345-06-07')];
  for (const [number, dueAt] of dueAts.entries()) {
    for (const on of [true, false]) {
      const name = `${on ? 'on' : 'off'}-${number}`;
      await store.write(make(name, { on, nextSlotAt: at('25T02:00') }));
      await documents.updateOne({ _id: name }, { $set: { dueAt } });
    }
  }
  await store.write(make('later', { on: true, nextSlotAt: at('28T02:00') }));
  const found = [];
  for await (const { catalogId: id, nextSlotAt } of store.astray(at('26T00:00')))
    found.push(`${id} ${nextSlotAt?.toISOString() ?? 'none'}`);
  assert.deepEqual(
    found.sort(),
    [
      ...dueAts.slice(1).map((_dueAt, number) => `on-${number + 1} none`),
      `later ${at('28T02:00').toISOString()}`,
    ].sort(),
  );
  await store.purge(alice);
});
