import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { tenantId, type RunId } from '../../../src/core/kernel/ids.ts';
import type { BackupRecord } from '../../../src/core/storages/records/backup-record.ts';
import { SERVICE_STORAGE } from '../../../src/core/storages/storage.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { MongoStorages } from '../../../src/storage/vault/mongo-storages.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { object, objects, STRUCTURE, VaultUser } from '../../support/backups/vault-user.ts';

const { connection } = await testDatabase();
const keys = new TenantKeys(connection, new KeyRing(new Map([['k', randomBytes(32)]])));
const alice = tenantId('alice');
const storages = new MongoStorages([{ storage: SERVICE_STORAGE, connection }], keys);
const user = new VaultUser(storages.open(alice, SERVICE_STORAGE.id), alice);
await ensureIndexes(connection);

const backUp = (held: BackupRecord[], baseId?: RunId) =>
  user.backUp([...STRUCTURE, ...held], baseId);
const changes = (after: RunId, before: RunId) =>
  user.vault.countChanges(user.ref(after), user.ref(before), 'object');
/** The objects of before, changed and left out, and new ones. */
const edited = (from: BackupRecord[], { changed = 0, removed = 0, added = 0 }): BackupRecord[] => [
  ...from.slice(removed, removed + changed).map(({ id }) => object(Number(id), 'edited')),
  ...from.slice(removed + changed),
  ...objects(from.length + added).slice(from.length),
];

test('what was added, removed and changed since the backup before is counted, however little or much', async () => {
  const held = objects(300);
  const { id: before } = await backUp(held);
  const cases = [
    { added: 0, removed: 0, changed: 0 },
    { added: 3, removed: 2, changed: 5 },
    { added: 40, removed: 90, changed: 150 },
    { added: 0, removed: 300, changed: 0 },
  ];
  for (const expected of cases) {
    const { id } = await backUp(edited(held, expected), before);
    assert.deepEqual(await changes(id, before), expected);
  }
});

test('a chain of backups that lean on the same segments is counted link by link', async () => {
  const held = objects(300);
  const first = await backUp(held);
  const second = await backUp(edited(held, { changed: 4, removed: 1 }), first.id);
  const third = await backUp(edited(held, { changed: 2, removed: 3, added: 2 }), second.id);
  assert.deepEqual(await changes(second.id, first.id), { added: 0, removed: 1, changed: 4 });
  // Objects 2 and 3 are gone; 4 and 5 were edited before already; 2 to 5 differed from the first.
  assert.deepEqual(await changes(third.id, second.id), { added: 2, removed: 2, changed: 0 });
  const back = await backUp(held, third.id);
  assert.deepEqual(await changes(back.id, third.id), { added: 3, removed: 2, changed: 2 });
});

test('a label alone is a change, a kind beside objects none', async () => {
  const held = objects(20);
  const before = await backUp(held);
  const [first, ...others] = held;
  const renamed = await backUp([{ ...first!, label: 'Another' }, ...others], before.id);
  assert.deepEqual(await changes(renamed.id, before.id), { added: 0, removed: 0, changed: 1 });
  const people = { kind: 'user', type: '0', id: 'u2', label: 'Bob', body: { accountId: 'u2' } };
  const joined = await backUp([...held, people], before.id);
  assert.deepEqual(await changes(joined.id, before.id), { added: 0, removed: 0, changed: 0 });
});
