import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HOUR_MS } from '../../../../src/core/kernel/time/durations.ts';
import { tenantId } from '../../../../src/core/kernel/ids.ts';
import { ensureIndexes } from '../../../../src/storage/ensure-indexes.ts';
import { MongoInstallationRegister } from '../../../../src/storage/stores/tenants/mongo-installation-register.ts';
import { testDatabase } from '../../../support/databases/test-database.ts';

const { connection } = await testDatabase();
const register = new MongoInstallationRegister(connection);
await ensureIndexes(connection);
const alice = tenantId('alice');
const at = (hours: number): Date => new Date(Date.UTC(2026, 0, 1) + hours * HOUR_MS);
const stateOf = async (id: string) => (await register.find(id))?.state;
const arrive = (id: string, hours = 0) =>
  register.arrive({ id, key: 'site', tenantId: alice }, at(hours));
const count = (hours: number) =>
  register.countSilence({ before: at(hours - 1), now: at(hours), most: 2 });

test('of two installations on a site the later one stands, and what has left stays so', async () => {
  await arrive('first');
  await arrive('second');
  assert.equal(await stateOf('first'), 'left');
  await arrive('first');
  assert.equal(await stateOf('first'), 'left');
  assert.equal(await register.isAnyHere('site'), true);
  assert.deepEqual(await register.leave('second'), {
    id: 'second',
    key: 'site',
    tenantId: alice,
    state: 'left',
  });
  assert.equal(await register.isAnyHere('site'), false);
  assert.equal(await register.leave('unknown'), null);
});

test('silence is counted once an hour, forgotten when something is heard, and too much of it is noted', async () => {
  await arrive('third', 10);
  for (const hours of [12, 13.5, 13.6]) assert.deepEqual(await count(hours), []);
  await register.hear('third', at(14));
  for (const hours of [16, 17.5]) assert.deepEqual(await count(hours), []);
  const [silent] = await count(19);
  assert.equal(silent?.id, 'third');
  assert.equal((await count(19.1)).length, 1, 'until it is heard of again');
  await arrive('third', 20);
  assert.deepEqual(await count(20.5), []);
  assert.equal(await stateOf('third'), 'here');
});

test('what was heard, or counted, by a clock two years ahead keeps no installation for ever', async () => {
  const ahead = 2 * 365 * 24;
  await arrive('fourth', 30);
  await register.hear('fourth', at(ahead));
  assert.deepEqual(await count(31), []);
  assert.deepEqual(await count(33), []);
  const dated = { $set: { countedAt: at(ahead) } };
  await connection.collection('installations').updateOne({ _id: 'fourth' as never }, dated);
  for (const hours of [35, 37]) assert.deepEqual(await count(hours), []);
  const silent = await count(39);
  assert.ok(silent.some(({ id }) => id === 'fourth'));
});

test('what was changed in the database keeps no installation for ever, and stops the count of none', async () => {
  const documents = connection.collection<{ _id: string }>('installations');
  await documents.deleteMany({});
  const odd = [
    { heardAt: 'text' },
    { heardAt: null },
    { silence: 'text' },
    { silence: null },
    { countedAt: { odd: 1 } },
  ];
  for (const [number, fields] of odd.entries()) {
    const id = `odd-${number}`;
    await register.arrive({ id, key: id, tenantId: alice }, at(40));
    await documents.updateOne({ _id: id }, { $set: fields });
  }
  for (const hours of [41, 43, 45]) await count(hours);
  const silent = await count(47);
  assert.deepEqual(
    silent.map(({ id }) => id).sort(),
    odd.map((_fields, number) => `odd-${number}`),
  );
});
