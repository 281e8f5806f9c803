import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import type { BackupRecord } from '../../src/core/storages/record.ts';
import type { BackupWriter } from '../../src/core/storages/vault.ts';
import { runId, tenantId, type RunId } from '../../src/core/kernel/ids.ts';
import { newRunId } from '../../src/core/runs/new-run-id.ts';
import { ensureIndexes } from '../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../src/storage/sealing/key-ring.ts';
import { TenantKeys } from '../../src/storage/sealing/tenant-keys.ts';
import { compareKeys } from '../../src/storage/vault/manifest/entry.ts';
import { MongoVault } from '../../src/storage/vault/mongo-vault.ts';
import { testDatabase } from '../support/database.ts';

const database = await testDatabase();
const keys = new TenantKeys(database.connection, new KeyRing(new Map([['k1', randomBytes(32)]])));
const vault = new MongoVault(database.connection, keys);
await ensureIndexes(database.connection);
const alice = tenantId('alice');
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

const SITE = {
  siteUrl: 'https://alice.atlassian.net',
  workspaceId: 'w',
  schemaId: '1',
  schemaName: 'Things',
  schemaKey: 'T',
};
const STRUCTURE: BackupRecord[] = [
  { kind: 'schema', type: '0', id: '1', label: 'Things', body: { id: '1' } },
  { kind: 'objectType', type: '0', id: '5', label: 'Box', body: { id: '5', parentId: null } },
  { kind: 'attribute', type: '5', id: '7', label: 'Name', body: { id: '7', objectTypeId: '5' } },
  { kind: 'user', type: '0', id: 'u1', label: 'Ann', body: { accountId: 'u1' } },
];
const object = (id: number, text = `value of ${id}`): BackupRecord => ({
  kind: 'object',
  type: '5',
  id: String(id),
  label: `Object ${id}`,
  body: { id: String(id), typeId: '5', values: { '7': [{ value: text }] } },
});
const objects = (count: number, text?: (id: number) => string): BackupRecord[] =>
  Array.from({ length: count }, (_none, at) => object(at + 1, text?.(at + 1)));

async function open(id: RunId, baseId?: RunId, fence = 1): Promise<BackupWriter> {
  return vault.openWriter({
    tenantId: alice,
    storageId: 'service',
    runId: id,
    fence,
    ...(baseId ? { baseId } : {}),
  });
}
async function seal(writer: BackupWriter, id: RunId) {
  const sealed = await writer.finish({
    tenantId: alice,
    backupId: id,
    createdAt: '2026-11-23T00:00:00.000Z',
    site: SITE,
  });
  await vault.tidyRun(alice, 'service', id);
  return sealed;
}
async function backUp(records: BackupRecord[], baseId?: RunId) {
  const id = newRunId();
  const writer = await open(id, baseId);
  for (const record of records) await writer.put(record);
  return { id, ...(await seal(writer, id)) };
}
async function readAll(id: RunId): Promise<BackupRecord[]> {
  const records: BackupRecord[] = [];
  for await (const record of (await vault.openReader(alice, 'service', id)).records({}))
    records.push(record);
  return records;
}
const verify = (id: RunId) => vault.verify(alice, 'service', id, {});
const sorted = (records: BackupRecord[]): BackupRecord[] => [...records].sort(compareKeys);

test('what was put comes back in order, and verifies', async () => {
  const records = [...objects(300).reverse(), ...STRUCTURE];
  const backup = await backUp(records);
  assert.deepEqual(await readAll(backup.id), sorted(records));
  assert.deepEqual((await verify(backup.id)).damage, []);
  assert.equal(backup.header.counts.object, 300);
  const reader = await vault.openReader(alice, 'service', backup.id);
  assert.deepEqual((await reader.get({ kind: 'object', type: '5', id: '17' })).label, 'Object 17');
  const page = await reader.entries({ kind: 'object', type: '5', skip: 25, limit: 2 });
  assert.deepEqual([page.total, ...page.entries.map((entry) => entry.id)], [300, '26', '27']);
  assert.equal(
    (await reader.entries({ kind: 'object', type: '5', search: 'OBJECT 29' })).total,
    11,
  );
});

test('a record put twice counts once, the later one; a dropped one is not there', async () => {
  const id = newRunId();
  const writer = await open(id);
  for (const record of [...STRUCTURE, object(1, 'old'), object(2), object(1, 'new')])
    await writer.put(record);
  await writer.drop(object(2));
  await writer.checkpoint();
  await writer.put(object(3));
  await seal(writer, id);
  assert.deepEqual(
    (await readAll(id)).filter((record) => record.kind === 'object'),
    [object(1, 'new'), object(3)],
  );
  assert.deepEqual((await verify(id)).damage, []);
});

test('an unchanged second backup stores next to nothing, and one per cent of changes about one per cent', async () => {
  const text = (id: number): string =>
    `${id} ${Buffer.from(String(id * 7919)).toString('base64')} `.repeat(30);
  const first = await backUp([...STRUCTURE, ...objects(5000, text)]);
  const second = await backUp([...STRUCTURE, ...objects(5000, text)], first.id);
  assert.ok(
    second.storedBytes < first.storedBytes * 0.005,
    `${second.storedBytes} of ${first.storedBytes}`,
  );
  const changed = [
    ...STRUCTURE,
    ...objects(5000, (id) => (id % 100 === 0 ? `changed ${text(id)}` : text(id))),
  ];
  const third = await backUp(changed, second.id);
  assert.ok(
    third.storedBytes < first.storedBytes * 0.04,
    `${third.storedBytes} of ${first.storedBytes}`,
  );
  assert.deepEqual(await readAll(third.id), sorted(changed));
  assert.deepEqual((await verify(third.id)).damage, []);
});

test('a chain of backups with additions, changes and removals reads back right, whatever was deleted in between', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 3 })), {
          maxLength: 25,
        }),
        { minLength: 2, maxLength: 5 },
      ),
      async (rounds) => {
        const state = new Map(objects(40).map((record) => [record.id, record]));
        const kept: { id: RunId; records: BackupRecord[] }[] = [];
        for (const round of rounds) {
          for (const [id, version] of round) {
            if (version === 0) state.delete(String(id));
            else state.set(String(id), object(id, `version ${version}`.repeat(50)));
          }
          const records = sorted([...STRUCTURE, ...state.values()]);
          kept.push({ id: (await backUp(records, kept.at(-1)?.id)).id, records });
        }
        const removed = kept.splice(Math.floor(kept.length / 2), 1)[0]!;
        await vault.deleteBackups(alice, 'service', [removed.id]);
        for (const { id, records } of kept) {
          assert.deepEqual(await readAll(id), records);
          assert.deepEqual((await verify(id)).damage, []);
        }
        await Promise.all(kept.map(({ id }) => vault.deleteBackups(alice, 'service', [id])));
        const runs = [removed, ...kept].map(({ id }) => id as string);
        assert.equal(
          await packs.countDocuments({ runId: { $in: runs } }),
          0,
          'deletions side by side leave nothing',
        );
      },
    ),
    { numRuns: 6 },
  );
});

test('a successor goes on from a checkpoint with the same result as an uninterrupted run', async () => {
  const id = newRunId();
  const first = await open(id);
  for (const record of [...STRUCTURE, ...objects(50)]) await first.put(record);
  const checkpoint = await first.checkpoint();
  for (const record of objects(80)) await first.put(record); // lost with the crash
  await first.checkpoint();
  const second = await vault.openWriter({
    tenantId: alice,
    storageId: 'service',
    runId: id,
    fence: 2,
    checkpoint,
  });
  const ids: string[] = [];
  for await (const key of second.ids('object')) ids.push(key.id);
  assert.equal(ids.length, 50);
  for (const record of objects(60).slice(40)) await second.put(record);
  await seal(second, id);
  assert.deepEqual(await readAll(id), sorted([...STRUCTURE, ...objects(60)]));
  assert.deepEqual((await verify(id)).damage, []);
  assert.equal(await packs.countDocuments({ runId: id, kind: 'spill' }), 0);
});

test('a worker that wakes late can waste bytes but not harm: its header does not count', async () => {
  const id = newRunId();
  const late = await open(id, undefined, 1);
  for (const record of [...STRUCTURE, object(1)]) await late.put(record);
  const holder = await open(id, undefined, 2);
  for (const record of [...STRUCTURE, object(1), object(2)]) await holder.put(record);
  await holder.finish({ tenantId: alice, backupId: id, createdAt: '', site: SITE });
  await late.finish({ tenantId: alice, backupId: id, createdAt: '', site: SITE });
  await vault.tidyRun(alice, 'service', id);
  assert.equal((await readAll(id)).length, STRUCTURE.length + 2);
  assert.deepEqual((await verify(id)).damage, []);
});

test('a record of 40 MB is kept whole, in documents below 2 MB', async () => {
  const text = randomBytes(30 << 20).toString('base64');
  const big = object(1, text);
  const backup = await backUp([
    ...STRUCTURE,
    { ...big, body: { id: '1', typeId: '5', values: { '7': [{ value: text }] } } },
    object(2),
  ]);
  const reader = await vault.openReader(alice, 'service', backup.id);
  const read = await reader.get(big);
  assert.equal(
    (read.body as { values: Record<string, { value: string }[]> }).values['7']![0]!.value,
    text,
  );
  assert.deepEqual((await verify(backup.id)).damage, []);
  const [largest] = await packs.find({ runId: backup.id }).sort({ size: -1 }).limit(1).toArray();
  assert.ok(largest!.size < 2_000_000);
  const chunk = (await packs.find({ runId: backup.id, kind: 'data' }).toArray())[7]!;
  await packs.deleteOne({ _id: chunk._id });
  assert.match((await verify(backup.id)).damage.join('\n'), /object 1 "Object 1"/);
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
      const backup = await backUp(records);
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
      const { damage } = await verify(backup.id);
      assert.match(damage.join('\n'), DAMAGE[kind]);
      const next = await backUp(records, backup.id);
      assert.deepEqual((await verify(next.id)).damage, []);
      assert.deepEqual(await readAll(next.id), sorted(records));
    });
  }
}

test('records that name what the backup lacks are reported', async () => {
  const stray: BackupRecord = {
    kind: 'object',
    type: '6',
    id: '9',
    label: 'Stray',
    body: { id: '9', typeId: '6', values: { '70': [{ user: 'nobody' }] } },
  };
  const backup = await backUp([...STRUCTURE, stray]);
  assert.match(
    (await verify(backup.id)).damage.join('\n'),
    /object 9 "Stray": its object type 6 is not in the backup; its attribute 70 is not in the backup; its user nobody is not in the backup/,
  );
});

test('another tenant reads nothing, and a purge leaves nothing', async () => {
  const backup = await backUp([...STRUCTURE, object(1)]);
  await assert.rejects(vault.openReader(tenantId('bob'), 'service', backup.id), /missing/);
  await vault.purge(alice);
  assert.equal(await packs.countDocuments({}), 0);
  assert.equal(await headers.countDocuments({}), 0);
  await assert.rejects(vault.openReader(alice, 'service', runId(backup.id)), /missing/);
});
