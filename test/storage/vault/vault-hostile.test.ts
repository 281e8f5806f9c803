/** What somebody else has put instead of a pack is found out, and takes nothing else with it. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { Damaged } from '../../../src/core/kernel/errors.ts';
import { tenantId, type RunId } from '../../../src/core/kernel/ids.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { decodeSegment, encodeSegment } from '../../../src/storage/vault/manifest/segment-codec.ts';
import type { Entry } from '../../../src/storage/vault/manifest/entry.ts';
import {
  compressPack,
  MAX_OPENED_BYTES,
  openPack,
  sealPack,
} from '../../../src/storage/vault/packs/pack-codec.ts';
import { serviceStorages } from '../../support/backups/service-storages.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { objects, STRUCTURE, VaultUser } from '../../support/backups/vault-user.ts';

interface Pack {
  _id: string;
  runId: string;
  kind: string;
  data: { buffer: Buffer };
}

const { connection } = await testDatabase();
const keys = new TenantKeys(connection, new KeyRing(new Map([['k', randomBytes(32)]])));
const storages = serviceStorages(connection, keys);
await ensureIndexes(connection);
const userOf = (name: string): VaultUser =>
  new VaultUser(storages.open(tenantId(name), 'service'), tenantId(name));
const [alice, bob] = [userOf('alice'), userOf('bob')];
const packs = connection.collection<Pack>('packs');
const RECORDS = [...STRUCTURE, ...objects(40, (id) => `${id} `.repeat(50))];

const packOf = async (runId: RunId, kind = 'data'): Promise<Pack> =>
  (await packs.findOne({ runId: String(runId), kind }))!;
const putInPlace = (pack: Pack, data: Buffer) =>
  packs.updateOne({ _id: pack._id }, { $set: { data: data as never } });

for (const kind of ['data', 'segment'])
  test(`a ${kind} pack with the seal of another tenant or backup is not taken for its own`, async () => {
    const { id: own } = await alice.backUp(RECORDS);
    const { id: sister } = await alice.backUp(RECORDS);
    const { id: stranger } = await bob.backUp(RECORDS);
    const pack = await packOf(own, kind);
    const before = Buffer.from(pack.data.buffer);
    for (const other of [sister, stranger]) {
      await putInPlace(pack, Buffer.from((await packOf(other, kind)).data.buffer));
      await assert.rejects(alice.readAll(own), { code: 'damaged' });
      assert.notDeepEqual(await alice.damage(own), []);
    }
    await putInPlace(pack, before);
    assert.deepEqual(await alice.damage(own), []);
    assert.deepEqual(await alice.damage(sister), []);
    assert.deepEqual(await bob.damage(stranger), []);
  });

test('a pack that was cut short, emptied or grew is damaged; a copy under another name hurts nobody', async () => {
  const { id } = await alice.backUp(RECORDS);
  const pack = await packOf(id);
  const before = Buffer.from(pack.data.buffer);
  const changed = [
    before.subarray(0, before.length - 1),
    before.subarray(0, before.length >> 1),
    Buffer.alloc(0),
    Buffer.concat([before, before]),
  ];
  for (const data of changed) {
    await putInPlace(pack, data);
    await assert.rejects(alice.readAll(id), { code: 'damaged' }, `${data.length} bytes`);
  }
  await putInPlace(pack, before);
  const { data: _data, ...fields } = pack;
  await packs.insertOne({ ...fields, _id: `${pack._id}9`, data: before as never });
  assert.deepEqual(await alice.damage(id), []);
});

test('what a sealed pack becomes is bounded', async () => {
  const binding = { tenantId: 'a', storageId: 's', kind: 'data', runId: 'r', packId: 'p' };
  const key = randomBytes(32);
  const bomb = await compressPack(Buffer.alloc(MAX_OPENED_BYTES + 1));
  assert.ok(bomb.length < 100_000, 'it is small as it is stored');
  await assert.rejects(openPack(sealPack(bomb, key, binding), key, binding), Damaged);
});

const ENTRY: Entry = {
  kind: 'object',
  type: '1',
  id: '7',
  label: 'L',
  hash: 'ab'.repeat(16),
  place: { pack: 't.r.0/1.0', start: 0, length: 10, chunks: 0 },
  codec: 'json',
  gone: false,
};
/** A segment whose columns say something else. */
function forged(lie: Record<string, unknown>): Buffer {
  const bytes = encodeSegment([ENTRY]);
  const end = 4 + bytes.readUInt32BE(0);
  const columns = JSON.parse(bytes.toString('utf8', 4, end)) as Record<string, unknown>;
  const json = Buffer.from(JSON.stringify({ ...columns, ...lie }));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(json.length);
  return Buffer.concat([head, json, bytes.subarray(end)]);
}

test('a segment that declares more than it holds is damaged, and nothing is reserved for it', () => {
  const lies: Record<string, unknown>[] = [
    { chunks: [[0, 1e9]] },
    { chunks: [[0, -1]] },
    { length: [-10] },
    { length: [1e300] },
    { start: [-1] },
    { groups: [['object', '1', 1e9]] },
    { pack: [5] },
    { ids: [] },
  ];
  assert.deepEqual(decodeSegment(forged({})), [ENTRY]);
  for (const lie of lies) assert.throws(() => decodeSegment(forged(lie)), Damaged);
  const long = encodeSegment([ENTRY]);
  long.writeUInt32BE(0xff_ff_ff_ff);
  assert.throws(() => decodeSegment(long), Damaged);
});
