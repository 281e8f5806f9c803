import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { NotFound } from '../../src/core/kernel/errors.ts';
import { targetId, tenantId } from '../../src/core/kernel/ids.ts';
import type { TargetInstance } from '../../src/core/sites/target-instance.ts';
import { ensureIndexes } from '../../src/storage/ensure-indexes.ts';
import { MongoTargetStore } from '../../src/storage/stores/mongo-target-store.ts';
import { testDatabase } from '../support/database.ts';
import { testSecrets } from '../support/test-secrets.ts';

const { connection } = await testDatabase();
const store = new MongoTargetStore(connection, testSecrets(connection));
await ensureIndexes(connection);
const documents = connection.collection<{ _id: string; token: string }>('targets');
const alice = tenantId('alice');
const bob = tenantId('bob');
const make = (id: string, more: Partial<TargetInstance> = {}): TargetInstance => ({
  id: targetId(id),
  tenantId: alice,
  name: `Target ${id}`,
  siteUrl: 'https://acme-test.atlassian.net',
  workspaceId: 'w',
  email: 'jane@example.com',
  accountId: 'a',
  accountName: 'Jane',
  sandbox: true,
  createdAt: new Date('2026-11-24T12:00:00Z'),
  tokenSetAt: new Date('2026-11-24T12:00:00Z'),
  revision: 0,
  ...more,
});

beforeEach(() => documents.deleteMany({}));

test('a target comes back as it was saved, its token from its own place only', async () => {
  const saved = await store.save(make('one'), 'a secret token');
  assert.deepEqual(saved, make('one', { revision: 1 }));
  assert.deepEqual(await store.get(alice, saved.id), saved);
  assert.deepEqual(await store.list(alice), [saved]);
  assert.equal(await store.token(alice, saved.id), 'a secret token');
});

test('the token is sealed in the database, and opens in no other document and for no other tenant', async () => {
  await store.save(make('one'), 'a secret token');
  await store.save(make('two'), 'another one');
  await store.save(make('bobs', { tenantId: bob }), 'of bob');
  assert.doesNotMatch(
    JSON.stringify(await documents.find({}).toArray()),
    /secret|another one|of bob/,
  );
  const { token } = (await documents.findOne({ _id: 'one' }))!;
  for (const _id of ['two', 'bobs']) await documents.updateOne({ _id }, { $set: { token } });
  await assert.rejects(store.token(alice, targetId('two')), { code: 'damaged' });
  await assert.rejects(store.token(bob, targetId('bobs')), { code: 'damaged' });
});

test('a change is by compare-and-set, and keeps the token when none is given', async () => {
  const first = await store.save(make('one'), 'first');
  const second = await store.save({ ...first, name: 'Other' }, undefined);
  assert.deepEqual(
    [second.name, second.revision, await store.token(alice, first.id)],
    ['Other', 2, 'first'],
  );
  await assert.rejects(store.save({ ...first, name: 'Late' }, 'late'), { code: 'target-changed' });
  assert.equal(await store.token(alice, first.id), 'first');
  await store.save(second, 'second');
  assert.equal(await store.token(alice, first.id), 'second');
  await store.remove(alice, first.id);
  await assert.rejects(
    store.save({ ...second, revision: 3 }, 'x'),
    { code: 'target-changed' },
    'a deleted one does not come back',
  );
  assert.deepEqual(await store.list(alice), []);
});

test('a name is there once per tenant, whatever its case', async () => {
  await store.save(make('one', { name: 'Acme' }), 't');
  const other = await store.save(make('two', { name: 'Other' }), 't');
  await assert.rejects(store.save(make('three', { name: 'ACME' }), 't'), {
    code: 'target-name-taken',
  });
  await assert.rejects(store.save({ ...other, name: 'acme' }, undefined), {
    code: 'target-name-taken',
  });
  await store.save(make('bobs', { tenantId: bob, name: 'Acme' }), 't');
});

test('targets are listed by name', async () => {
  for (const name of ['beta', 'Alpha', 'Gamma']) await store.save(make(name, { name }), 't');
  assert.deepEqual(
    (await store.list(alice)).map((target) => target.name),
    ['Alpha', 'beta', 'Gamma'],
  );
});

test("another tenant's target is neither read, changed nor removed", async () => {
  const { id } = await store.save(make('one'), 'mine');
  for (const call of [() => store.get(bob, id), () => store.token(bob, id)])
    await assert.rejects(call(), NotFound);
  await assert.rejects(store.save(make('one', { tenantId: bob, revision: 1 }), 'theirs'), {
    code: 'target-changed',
  });
  await store.remove(bob, id);
  assert.deepEqual(await store.list(bob), []);
  assert.equal(await store.token(alice, id), 'mine');
});

test("removing is repeatable, and a purge takes the tenant's targets and no others", async () => {
  await store.save(make('one'), 't');
  await store.save(make('two'), 't');
  await store.save(make('bobs', { tenantId: bob }), 't');
  await store.remove(alice, targetId('one'));
  await store.remove(alice, targetId('one'));
  await assert.rejects(store.get(alice, targetId('one')), NotFound);
  await store.purge(alice);
  assert.deepEqual([(await store.list(alice)).length, (await store.list(bob)).length], [0, 1]);
});
