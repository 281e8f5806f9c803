import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InvalidInput } from '../../../src/core/kernel/errors.ts';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import type { DatabaseAddress } from '../../../src/core/storages/address/database-address.ts';
import {
  databaseAddress,
  type StorageAddress,
} from '../../../src/core/storages/address/storage-address.ts';
import type { OwnStorage, OwnStorageStore } from '../../../src/core/storages/storage.ts';
import { OwnStorages } from '../../../src/core/use-cases/storages/own-storages.ts';

const alice = tenantId('alice');
const ada = { accountId: 'ada', name: 'Ada' };
const FIELDS = {
  own: 'on',
  provider: 'mongodb',
  label: 'Frankfurt',
  entry: 'fields',
  host: 'db.example.com',
  user: 'backup',
  password: 's3cret',
  tls: 'on',
};

/** Storages that are kept in memory, and databases that are whatever `marks` says of their host. */
function rig() {
  const kept = new Map<string, { storage: OwnStorage; address: StorageAddress }>();
  const marks = new Map<string, string>();
  const checked: DatabaseAddress[] = [];
  const refusal: { fields?: Record<string, string> } = {};
  const store: OwnStorageStore = {
    list: async () => [...kept.values()].map(({ storage }) => storage),
    get: async (_tenant, id) => kept.get(id)!.storage,
    address: async (_tenant, id) => kept.get(id)!.address,
    save: async (storage, address) => {
      const saved = { ...storage, revision: storage.revision + 1 };
      kept.set(storage.id, { storage: saved, address });
      return saved;
    },
    attaching: async () => [],
    noteAttached: async () => undefined,
    endAttaching: async () => undefined,
    remove: async ({ id }) => {
      kept.delete(id);
    },
    setTrouble: async () => undefined,
  };
  const storages = new OwnStorages({
    clock: { now: () => 0 },
    store,
    serviceLabel: 'Cloud',
    probe: {
      check: async (_tenant, typed) => {
        const address = databaseAddress(typed);
        checked.push(address);
        if (refusal.fields) throw new InvalidInput(refusal.fields);
        return { storageId: marks.get(address.hosts[0]!), freeBytes: undefined, warnings: [] };
      },
      prepare: async (_tenant, id, address) => {
        marks.set(databaseAddress(address).hosts[0]!, id);
      },
      leave: async (_tenant, _id, address) => marks.delete(databaseAddress(address).hosts[0]!),
    },
  });
  const save = (form: Record<string, string>, of?: string) =>
    storages.save({ tenantId: alice, by: ada, of }, form);
  return { storages, save, kept, marks, checked, refusal };
}

const fieldsOf = (saved: Promise<unknown>): Promise<Record<string, string>> =>
  saved.then(
    () => assert.fail('it was saved'),
    (error: unknown) => {
      assert.ok(error instanceof InvalidInput, String(error));
      return error.fields;
    },
  );

test('a database is a new storage, or the one whose mark stands in it, whatever its address', async () => {
  const { save, kept, marks } = rig();
  const { storage } = await save(FIELDS);
  assert.ok(storage.kind === 'own-database');
  assert.equal(storage.address.hosts[0], 'db.example.com:27017');
  assert.ok(!('password' in storage.address));
  marks.set('moved.example.com:27017', storage.id);
  const moved = await save({ ...FIELDS, host: 'moved.example.com', label: 'Moved' });
  assert.equal(moved.storage.id, storage.id);
  assert.equal(kept.size, 1);
  const other = await save({ ...FIELDS, host: 'other.example.com' });
  assert.notEqual(other.storage.id, storage.id);
  assert.equal(kept.size, 2);
});

test('the saved password goes only where it was typed for', async () => {
  const { save, checked } = rig();
  const { storage } = await save(FIELDS);
  const kept = { ...FIELDS, password: '' };
  await save(kept, storage.id);
  assert.equal(checked.at(-1)?.password, 's3cret');
  for (const changed of [
    { host: 'evil.example.com' },
    { port: '1' },
    { user: 'root' },
    { database: 'other' },
    { authSource: 'other' },
    { tls: '' },
  ])
    assert.deepEqual(Object.keys(await fieldsOf(save({ ...kept, ...changed }, storage.id))), [
      'password',
    ]);
  assert.deepEqual(await fieldsOf(save(kept)), { password: 'Password is mandatory' });
  assert.deepEqual(await fieldsOf(save(kept, 'of another tenant')), {
    password: 'Password is mandatory',
  });
  assert.equal(checked.length, 2, 'nothing else was asked');
});

test('each wrong field has its message, and nothing is asked before all are right', async () => {
  const { save, checked } = rig();
  for (const [field, wrong] of [
    ['provider', { provider: 'oracle' }],
    ['label', { label: ' ' }],
    ['host', { host: '' }],
    ['host', { host: 'mongodb://db.example.com' }],
    ['port', { port: '0' }],
    ['port', { port: 'abc' }],
    ['database', { database: 'admin' }],
    ['database', { database: 'a/b' }],
    ['ca', { ca: 'no certificate' }],
    ['connectionString', { entry: 'string' }],
    ['connectionString', { entry: 'string', connectionString: 'http://db' }],
  ] as const)
    assert.deepEqual(Object.keys(await fieldsOf(save({ ...FIELDS, ...wrong }))), [field]);
  assert.equal(checked.length, 0);
});

test('what the server refuses stands beside the field that it was typed in', async () => {
  const { save, refusal } = rig();
  refusal.fields = { host: 'Host not found.' };
  assert.deepEqual(Object.keys(await fieldsOf(save(FIELDS))), ['host']);
  const typed = { ...FIELDS, entry: 'string', connectionString: 'mongodb://u:p@h/db?tls=true' };
  assert.deepEqual(Object.keys(await fieldsOf(save(typed))), ['connectionString']);
  refusal.fields = { ca: 'Not trusted.' };
  assert.deepEqual(Object.keys(await fieldsOf(save(typed))), ['ca']);
});

test('two storages have two names', async () => {
  const { save } = rig();
  await save(FIELDS);
  const other = save({ ...FIELDS, host: 'other.example.com', label: 'FRANKFURT' });
  assert.match((await fieldsOf(other))['label'] ?? '', /already have/);
});

test('a storage whose database became another one is not taken for itself', async () => {
  const { save, storages, marks } = rig();
  const { storage } = await save(FIELDS);
  await storages.renew(alice, storage.id);
  marks.delete('db.example.com:27017');
  assert.match(
    (await fieldsOf(storages.renew(alice, storage.id)))['form'] ?? '',
    /another database/,
  );
});

test('storages have names only where there is a choice', async () => {
  const { save, storages } = rig();
  assert.equal((await storages.names(alice)).size, 0);
  const { storage } = await save(FIELDS);
  const names = await storages.names(alice);
  assert.deepEqual(
    [names.get('service')?.label, names.get(storage.id)?.label],
    ['Cloud', 'Frankfurt'],
  );
});
