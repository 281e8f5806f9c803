import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { PartDefinition } from '../../../src/core/backups/reading/part-definition.ts';
import { BACKUP_PARTS } from '../../../src/core/backups/parts/backup-parts.ts';
import { listShortfalls } from '../../../src/core/backups/parts/list-shortfalls.ts';
import { countLines } from '../../../src/core/backups/parts/count-lines.ts';
import { tenantId, type RunId } from '../../../src/core/kernel/ids.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import type { BackupRecord } from '../../../src/core/storages/records/backup-record.ts';
import { SERVICE_STORAGE } from '../../../src/core/storages/storage.ts';
import type { BackupRef } from '../../../src/core/storages/records/backup-header.ts';
import type { PartWriter } from '../../../src/core/storages/records/backup-writer.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { MongoStorages } from '../../../src/storage/vault/mongo-storages.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { PretendSite } from '../../support/sites/in-memory/pretend-site.ts';
import { readingInto } from '../../support/sites/in-memory/reading-of.ts';
import {
  claimedBy,
  objects,
  SITE,
  sorted,
  storedRun,
  STRUCTURE,
  VaultUser,
} from '../../support/backups/vault-user.ts';

/** A part of the test's own: one definition. */
const NOTES: PartDefinition = {
  name: 'notes',
  title: 'Notes',
  showAt: 3,
  kinds: [{ kind: 'note', word: 'note', title: 'Notes' }],
  rules: [
    {
      of: 'note',
      names: ['objectType'],
      find: (body, name) => name('objectType', (body as { about: string }).about),
    },
  ],
  read: async ({ writer, types }) => {
    for (const { id } of await types.first()) await writer.put(note(`n${id}`, id));
    return { message: 'Some notes are hidden from this account.' };
  },
};
const note = (id: string, about: string): BackupRecord => ({
  kind: 'note',
  type: '0',
  id,
  label: `Note ${id}`,
  body: { about },
});

const { connection } = await testDatabase();
const keys = new TenantKeys(connection, new KeyRing(new Map([['k', randomBytes(32)]])));
const alice = tenantId('alice');
const userOf = (parts?: readonly PartDefinition[]): VaultUser => {
  const storages = new MongoStorages([{ storage: SERVICE_STORAGE, connection }], keys, { parts });
  return new VaultUser(storages.open(alice, SERVICE_STORAGE.id), alice);
};
/** A version of the service that knows notes, and one that does not. */
const newer = userOf([...BACKUP_PARTS, NOTES]);
const older = userOf();
await ensureIndexes(connection);

const RECORDS = [...STRUCTURE, ...objects(40)];
/** Backs up with one version; both know what counts. */
async function backUp(user: VaultUser, records: BackupRecord[], baseId?: RunId) {
  const backup = await user.backUp(records, baseId);
  for (const each of [newer, older]) each.remember(backup);
  return backup;
}
const refOf = (id: RunId): BackupRef => newer.ref(id);
const openNotes = (backupId: RunId, runId: RunId, fence = 1): Promise<PartWriter> =>
  newer.vault.openPartWriter({
    backup: refOf(backupId),
    part: 'notes',
    runId,
    ...claimedBy(fence),
  });
const documentsOf = async (run: RunId): Promise<number> => {
  const query = { runId: String(run) };
  const counts = ['packs', 'backup_headers', 'backup_parts'].map((name) =>
    connection.collection(name).countDocuments(query),
  );
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
};

test('a part is completed later than its backup, renewed, and goes with it', async () => {
  const { id } = await backUp(older, RECORDS);
  const [first, second] = [newRunId(), newRunId()];
  const writer = await openNotes(id, first);
  await writer.put(note('1', '5'));
  await writer.checkpoint();
  assert.deepEqual(await newer.readAll(id), sorted(RECORDS), 'nothing counts before the end');
  const sealed = await writer.finish({ message: 'Half of it.' });
  await newer.vault.tidyRun(storedRun(first), refOf(id));
  assert.deepEqual([sealed.part.status, sealed.part.counts], ['incomplete', { note: 1 }]);
  const renewed = await openNotes(id, second);
  assert.equal(renewed.baseId, id, 'what is there already is not stored again');
  for (const one of [note('1', '5'), note('2', '5')]) await renewed.put(one);
  await renewed.finish();
  await newer.vault.tidyRun(storedRun(second), refOf(id));
  assert.deepEqual(await newer.readAll(id), sorted([...RECORDS, note('1', '5'), note('2', '5')]));
  assert.deepEqual(await newer.damage(id), []);
  await newer.vault.deleteBackups([id]);
  for (const run of [id, first, second]) assert.equal(await documentsOf(run), 0);
});

test('a run that dies before or after it sealed its part leaves the backup as it was', async () => {
  const { id } = await backUp(older, RECORDS);
  for (const isSealed of [false, true]) {
    const run = newRunId();
    const writer = await openNotes(id, run);
    await writer.put(note('1', '5'));
    if (isSealed) await writer.finish();
    else await writer.checkpoint();
    await newer.vault.discardRun(storedRun(run));
    assert.deepEqual(await newer.readAll(id), sorted(RECORDS));
    assert.equal(await documentsOf(run), 0);
  }
  assert.deepEqual(await newer.damage(id), []);
});

test('of two holders of a run the later one counts, whichever sealed last', async () => {
  const { id } = await backUp(older, RECORDS);
  const run = newRunId();
  const [late, holder] = [await openNotes(id, run, 1), await openNotes(id, run, 2)];
  await late.put(note('1', '5'));
  await holder.put(note('2', '5'));
  await holder.finish();
  await late.finish();
  assert.deepEqual(await newer.readAll(id), sorted([...RECORDS, note('2', '5')]));
});

test('a part that a backup does not have is not counted', () => {
  assert.deepEqual(
    countLines(
      [{ name: 'people', status: 'complete', counts: { user: 2 } }],
      [...BACKUP_PARTS, NOTES],
    ),
    [
      { title: 'Users', count: 2 },
      { title: 'Groups', count: 0 },
    ],
  );
});

test('a kind of record belongs to one part, and has one rule', () => {
  const kinds = BACKUP_PARTS.flatMap((part) => part.kinds.map(({ kind }) => kind));
  const rules = BACKUP_PARTS.flatMap((part) => part.rules.map(({ of }) => of));
  assert.equal(new Set(kinds).size, kinds.length);
  assert.equal(new Set(rules).size, rules.length);
});

test('a part that could not be read wholly is told with its reason', () => {
  const message = 'The account may not read them.';
  assert.deepEqual(
    listShortfalls([
      { name: 'people', status: 'complete', counts: {} },
      { name: 'objects', status: 'incomplete', counts: {}, message },
    ]),
    [{ title: 'Objects', message }],
  );
});

test('a kind that a version does not know is read, verified, counted, and deleted', async () => {
  const records = [...RECORDS, note('1', 'nothing')];
  const { id, header } = await backUp(newer, records);
  assert.deepEqual(await older.readAll(id), sorted(records));
  assert.deepEqual(await older.damage(id), []);
  assert.match((await newer.damage(id)).join(), /note 1 "Note 1": its object type nothing isn't/);
  assert.deepEqual(countLines(header.parts).at(-1), { title: 'note', count: 1 });
  const next = await backUp(older, RECORDS, id);
  assert.equal(next.header.baseId, id);
  await older.vault.deleteBackups([id]);
  assert.deepEqual(await older.readAll(next.id), sorted(RECORDS));
  assert.deepEqual(await older.damage(next.id), []);
  await older.vault.deleteBackups([next.id]);
  for (const run of [id, next.id]) assert.equal(await documentsOf(run), 0);
});

test('bodies are bytes as well, small, large, and such as do not compress', async () => {
  const file = (id: string, bytes: number): BackupRecord => ({
    ...note(id, ''),
    body: new Uint8Array(randomBytes(bytes)),
  });
  const sizes = [0, 10, 540_000, 540_000, 540_000, 540_000, 540_000, 540_000, 540_000, 3_000_000];
  const records = [...RECORDS, ...sizes.map((size, at) => file(String(at), size))];
  const { id, storedBytes } = await backUp(newer, records);
  assert.deepEqual(await newer.readAll(id), sorted(records));
  assert.deepEqual(await newer.damage(id), []);
  const [largest] = await connection
    .collection('packs')
    .find({ runId: String(id) })
    .sort({ size: -1 })
    .limit(1)
    .toArray();
  assert.ok(largest?.['size'] < 2_000_000, 'every document is below the limit of all providers');
  const again = await backUp(newer, records, id);
  assert.ok(again.storedBytes < storedBytes * 0.005);
});

test('a part in one definition is read, sealed and verified with a backup', async () => {
  const site = new PretendSite({ types: { 10: 30, 11: 0 }, keyset: true });
  const id = newRunId();
  const writer = await newer.open(id);
  const { schemaId } = site;
  const { run } = readingInto({ site, schemaId }, writer, { parts: [...BACKUP_PARTS, NOTES] });
  const shortfalls = await run.run();
  const header = { tenantId: alice, backupId: id, createdAt: '', site: SITE };
  const sealed = await writer.finish(header, shortfalls);
  newer.remember({ id, rootHash: sealed.rootHash });
  assert.deepEqual(sealed.header.parts.at(-1), {
    name: 'notes',
    status: 'incomplete',
    counts: { note: 2 },
    message: 'Some notes are hidden from this account.',
  });
  assert.equal(sealed.header.counts['object'], 30);
  assert.deepEqual(await newer.damage(id), []);
});

test('a header of a newer version is refused', async () => {
  const { id } = await backUp(older, RECORDS);
  await connection
    .collection('backup_headers')
    .updateOne({ runId: String(id) }, { $set: { formatVersion: 3 } });
  await assert.rejects(older.vault.openReader(refOf(id)), { code: 'newer-format' });
  await connection.collection('backup_headers').deleteMany({ runId: String(id) });
});
