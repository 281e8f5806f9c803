/** Old data never stops new work: whatever became of the base, the next backup is whole. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { tenantId, type RunId } from '../../../src/core/kernel/ids.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import type { BackupRecord, RecordKey } from '../../../src/core/storages/records/backup-record.ts';
import type {
  BackupWriter,
  PutAgain,
  SealedBackup,
} from '../../../src/core/storages/records/backup-writer.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { serviceStorages } from '../../support/backups/service-storages.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import {
  objects,
  SITE,
  sorted,
  storedRun,
  STRUCTURE,
  VaultUser,
} from '../../support/backups/vault-user.ts';

const { connection } = await testDatabase();
const keys = new TenantKeys(connection, new KeyRing(new Map([['k', randomBytes(32)]])));
const alice = tenantId('alice');
const vault = serviceStorages(connection, keys).open(alice, 'service');
await ensureIndexes(connection);
const user = new VaultUser(vault, alice);
const packs = connection.collection<{ _id: string; kind: string; data: { buffer: Buffer } }>(
  'packs',
);
const OLD = [...STRUCTURE, ...objects(40, (id) => `${id} `.repeat(50))];
/** Most objects changed: what is left of the old pack moves. */
const NEW = OLD.map((record) =>
  record.kind === 'object' && Number(record.id) <= 30
    ? { ...record, body: { id: record.id, typeId: '5', values: { '7': [{ value: 'new' }] } } }
    : record,
);

async function flip(run: RunId, kind: string): Promise<string> {
  const found = await packs.findOne({ runId: String(run), kind } as never);
  assert.ok(found);
  const data = Buffer.from(found.data.buffer);
  data[data.length >> 1]! ^= 1;
  await packs.updateOne({ _id: found._id }, { $set: { data: data as never } });
  return found._id;
}

interface Taken {
  id: RunId;
  sealed: SealedBackup;
  asked: RecordKey[];
}

/** Takes a backup of records that change no more; `meanwhile` happens when all of them were put. */
async function take(
  records: BackupRecord[],
  base: RunId,
  meanwhile: () => Promise<unknown> = async () => undefined,
): Promise<Taken> {
  const id = newRunId();
  const writer: BackupWriter = await user.open(id, base);
  for (const record of records) await writer.put(record);
  await meanwhile();
  const asked: RecordKey[] = [];
  const putAgain: PutAgain = async (lost) => {
    asked.push(...lost);
    for (const record of records)
      if (lost.some(({ kind, type, id: of }) => `${kind} ${type} ${of}` === keyOf(record)))
        await writer.put(record);
  };
  const header = { tenantId: alice, backupId: id, createdAt: '', site: SITE };
  const sealed = await writer.finish(header, {}, putAgain);
  user.remember({ id, rootHash: sealed.rootHash });
  await vault.tidyRun(storedRun(id), user.ref(id));
  return { id, sealed, asked };
}
const keyOf = ({ kind, type, id }: RecordKey): string => `${kind} ${type} ${id}`;

async function assertWhole({ id }: Taken, records: BackupRecord[]): Promise<void> {
  assert.deepEqual(await user.readAll(id), sorted(records));
  assert.deepEqual(await user.damage(id), []);
}

test('what cannot be copied out of a damaged pack is stored anew, the pack marked, its backups named', async () => {
  const { id: base } = await user.backUp(OLD);
  const pack = await flip(base, 'data');
  const taken = await take(NEW, base);
  await assertWhole(taken, NEW);
  assert.equal(taken.asked.length, STRUCTURE.length + 10, 'what changed is there already');
  assert.deepEqual(taken.sealed.damagedPacks, [pack]);
  assert.equal((await packs.findOne({ _id: pack }))?.['damaged' as never], true);
  assert.deepEqual([...(await vault.backupsNaming([pack])).keys()], [base]);
  await assertWhole(await take(NEW, taken.id), NEW);
});

test('a record that is gone from the site by then is not in the backup', async () => {
  const { id: base } = await user.backUp(OLD);
  await flip(base, 'data');
  const id = newRunId();
  const writer = await user.open(id, base);
  for (const record of NEW) await writer.put(record);
  const left = NEW.filter(({ kind, id: of }) => kind !== 'object' || Number(of) !== 40);
  const putAgain: PutAgain = async () => {
    for (const record of left) await writer.put(record);
  };
  const header = { tenantId: alice, backupId: id, createdAt: '', site: SITE };
  user.remember({ id, rootHash: (await writer.finish(header, {}, putAgain)).rootHash });
  assert.deepEqual(await user.readAll(id), sorted(left));
});

test('a pack that is marked, or vanishes, while the backup runs is not leaned on', async () => {
  for (const harm of [
    (pack: string) => packs.updateOne({ _id: pack }, { $set: { damaged: true } as never }),
    (pack: string) => packs.deleteOne({ _id: pack }),
  ]) {
    const { id: base } = await user.backUp(OLD);
    const found = await packs.findOne({ runId: String(base), kind: 'data' } as never);
    assert.ok(found);
    const taken = await take(OLD, base, () => harm(found._id));
    await assertWhole(taken, OLD);
    assert.equal(taken.asked.length, OLD.length);
    assert.deepEqual(taken.sealed.damagedPacks, [found._id]);
  }
});

test('a manifest of the base that turns out to be damaged at the end costs an overlay, nothing more', async () => {
  const { id: base } = await user.backUp(OLD);
  const segment = await flip(base, 'segment');
  // No record of a kind that the base has is looked for: its manifest is first read at the end.
  const taken = await take([], base);
  await assertWhole(taken, []);
  assert.equal(taken.sealed.header.baseId, undefined);
  assert.deepEqual(taken.sealed.damagedPacks, [segment]);
  assert.equal((await packs.findOne({ _id: segment }))?.['damaged' as never], true);
});

test('a base whose header was changed is said to be damaged, and a full backup is taken', async () => {
  const { id: base } = await user.backUp(OLD);
  const headers = connection.collection('backup_headers');
  await headers.updateOne({ runId: String(base) }, { $set: { data: Buffer.alloc(64) } });
  const taken = await take(NEW, base);
  await assertWhole(taken, NEW);
  assert.match(taken.sealed.baseDamage ?? '', /header of the backup was changed/);
});

test('what of a backup is missing is told without reading what is there', async () => {
  const { id } = await user.backUp(OLD);
  assert.deepEqual(await vault.missing(user.ref(id)), []);
  const [first] = await packs.find({ runId: String(id), kind: 'data' } as never).toArray();
  assert.ok(first);
  await packs.deleteOne({ _id: first._id });
  assert.deepEqual(await vault.missing(user.ref(id)), [
    `pack ${first._id}: the stored data is missing or was changed`,
  ]);
  await connection.collection('backup_headers').deleteMany({ runId: String(id) });
  assert.deepEqual(await vault.missing(user.ref(id)), [
    'header: The header of the backup is missing.',
  ]);
});
