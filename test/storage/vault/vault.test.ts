import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { BackupRecord } from '../../../src/core/storages/records/backup-record.ts';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { serviceStorages } from '../../support/backups/service-storages.ts';
import { object, objects, sorted, STRUCTURE, VaultUser } from '../../support/backups/vault-user.ts';

const database = await testDatabase();
const keys = new TenantKeys(database.connection, new KeyRing(new Map([['k1', randomBytes(32)]])));
const alice = tenantId('alice');
const vault = serviceStorages(database.connection, keys).open(alice, 'service');
await ensureIndexes(database.connection);
const packs = database.connection.collection<{
  _id: string;
  runId: string;
  kind: string;
  data: Buffer;
  size: number;
}>('packs');
const headers = database.connection.collection<{
  _id: string;
  runId: string;
  data: Buffer;
  size: number;
}>('backup_headers');

const user = new VaultUser(vault, alice);

/** So many that what a backup has of its own, whatever it holds, is far below one in 200. */
const MANY = 8_000;

test('an unchanged second backup stores next to nothing, and one per cent of changes about one per cent', async () => {
  const text = (id: number): string =>
    `${id} ${Buffer.from(String(id * 7919)).toString('base64')} `.repeat(30);
  const first = await user.backUp([...STRUCTURE, ...objects(MANY, text)]);
  const second = await user.backUp([...STRUCTURE, ...objects(MANY, text)], first.id);
  assert.ok(
    second.storedBytes < first.storedBytes * 0.005,
    `${second.storedBytes} of ${first.storedBytes}`,
  );
  const changed = [
    ...STRUCTURE,
    ...objects(MANY, (id) => (id % 100 === 0 ? `changed ${text(id)}` : text(id))),
  ];
  const third = await user.backUp(changed, second.id);
  assert.ok(
    third.storedBytes < first.storedBytes * 0.04,
    `${third.storedBytes} of ${first.storedBytes}`,
  );
  assert.deepEqual(await user.readAll(third.id), sorted(changed));
  assert.deepEqual(await user.damage(third.id), []);
});

test('a record of 40 MB is kept whole, in documents below 2 MB', async () => {
  const text = randomBytes(30 << 20).toString('base64');
  const big = object(1, text);
  const backup = await user.backUp([
    ...STRUCTURE,
    { ...big, body: { id: '1', typeId: '5', values: { '7': [{ value: text }] } } },
    object(2),
  ]);
  const reader = await vault.openReader(backup);
  const read = await reader.get(big);
  assert.equal(
    (read.body as { values: Record<string, { value: string }[]> }).values['7']![0]!.value,
    text,
  );
  assert.deepEqual(await user.damage(backup.id), []);
  const [largest] = await packs.find({ runId: backup.id }).sort({ size: -1 }).limit(1).toArray();
  assert.ok(largest!.size < 2_000_000);
  const chunk = (await packs.find({ runId: backup.id, kind: 'data' }).toArray())[7]!;
  await packs.deleteOne({ _id: chunk._id });
  assert.match((await user.damage(backup.id)).join('\n'), /object 1 "Object 1"/);
});

test('Verify names an object that stands under two types, each once', async () => {
  const other: BackupRecord = {
    kind: 'objectType',
    type: '0',
    id: '6',
    label: 'Chest',
    body: { id: '6', parentId: null },
  };
  const moved = [3, 17].map((id) => ({ ...object(id), type: '6' }));
  const backup = await user.backUp([...STRUCTURE, other, ...objects(30), ...moved]);
  assert.deepEqual(await user.damage(backup.id), [
    'object 3 "Object 3": it is listed under the types 5 and 6, though it is one object',
    'object 17 "Object 17": it is listed under the types 5 and 6, though it is one object',
  ]);
});

test('ids of 19 digits are kept digit by digit, and told apart by Verify', async () => {
  const withId = (id: string): BackupRecord => ({
    ...object(1),
    id,
    body: { id, typeId: '5', values: { '7': [{ object: id }] } },
  });
  const large = ['9007199254740993001', '9007199254740993002', '12'].map(withId);
  const backup = await user.backUp([...STRUCTURE, ...large]);
  assert.deepEqual(await user.damage(backup.id), []);
  assert.deepEqual(
    (await user.readAll(backup.id)).filter(({ kind }) => kind === 'object'),
    sorted(large),
  );
  const next = await user.backUp([...STRUCTURE, ...large.slice(1)], backup.id);
  assert.deepEqual(await user.damage(next.id), []);
  assert.equal((await user.readAll(next.id)).filter(({ kind }) => kind === 'object').length, 2);
  const twice = { ...withId('9007199254740993001'), type: '6' };
  const double = await user.backUp([...STRUCTURE, ...large, twice]);
  assert.match((await user.damage(double.id)).join(), /object 9007199254740993001 .* one object/);
});

const DAMAGE = {
  data: /object 12 "Object 12"/,
  segment: /manifest, 34 entries from schema 1 to object 30/,
  header: /header/,
};
for (const kind of ['data', 'segment', 'header'] as const) {
  for (const harm of ['a flipped byte', 'a missing document'] as const) {
    test(`${harm} of kind ${kind}: Verify names what is damaged, and the next backup does not lean on it`, async () => {
      const records = [...STRUCTURE, ...objects(30)];
      const backup = await user.backUp(records);
      const collection = kind === 'header' ? headers : packs;
      const victim = (await collection.findOne(
        kind === 'header' ? { runId: backup.id } : { runId: backup.id, kind },
      ))!;
      if (harm === 'a missing document') await collection.deleteOne({ _id: victim._id });
      else {
        const data = Buffer.from((victim.data as unknown as { buffer: Buffer }).buffer);
        data[data.length >> 1]! ^= 1;
        await collection.updateOne({ _id: victim._id }, { $set: { data } });
      }
      assert.match((await user.damage(backup.id)).join('\n'), DAMAGE[kind]);
      const next = await user.backUp(records, backup.id);
      assert.deepEqual(await user.damage(next.id), []);
      assert.deepEqual(await user.readAll(next.id), sorted(records));
    });
  }
}
