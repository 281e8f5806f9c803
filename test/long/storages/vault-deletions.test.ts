/** Deletions of backups that are killed at any step, or stand side by side with others. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { tenantId, type RunId } from '../../../src/core/kernel/ids.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import type { BackupRecord } from '../../../src/core/storages/records/backup-record.ts';
import { SERVICE_STORAGE } from '../../../src/core/storages/storage.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { deleteBackups } from '../../../src/storage/vault/delete-backups.ts';
import { HeaderStore } from '../../../src/storage/vault/headers/header-store.ts';
import { ManifestStore } from '../../../src/storage/vault/headers/manifest-store.ts';
import { PartStore } from '../../../src/storage/vault/headers/part-store.ts';
import { PackStore } from '../../../src/storage/vault/packs/pack-store.ts';
import { placeInDatabase } from '../../../src/storage/vault/vault-place.ts';
import { serviceStorages } from '../../support/backups/service-storages.ts';
import { StandingStill } from '../../support/standing-still.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import {
  claimedBy,
  objects,
  sorted,
  STRUCTURE,
  VaultUser,
} from '../../support/backups/vault-user.ts';

const { connection } = await testDatabase();
const keys = new TenantKeys(connection, new KeyRing(new Map([['k', randomBytes(32)]])));
const alice = tenantId('alice');
const vault = serviceStorages(connection, keys).open(alice, SERVICE_STORAGE.id);
const user = new VaultUser(vault, alice);
await ensureIndexes(connection);

/** They are marked, and their packs, their headers and their parts are deleted. */
const STEPS = 4;

const RECORDS = [1, 2, 3].map((version) => [
  ...STRUCTURE,
  ...objects(30, (id) => (id <= 10 * version ? `in version ${version}` : 'as ever')),
]);
const COMMENT: BackupRecord = {
  kind: 'comments',
  type: '5',
  id: '1',
  label: 'Object 1',
  body: { comments: [] },
};

/** Three backups, of which each leans on the one before; the first two got a part later. */
async function threeBackups(): Promise<[RunId, RunId, RunId]> {
  const ids: RunId[] = [];
  for (const records of RECORDS) ids.push((await user.backUp(records, ids.at(-1))).id);
  const [first, second, kept] = ids;
  assert.ok(first && second && kept);
  for (const id of [first, second]) {
    const writer = await vault.openPartWriter({
      backup: user.ref(id),
      part: 'comments',
      runId: newRunId(),
      ...claimedBy(1),
    });
    await writer.put(COMMENT);
    await writer.finish();
  }
  return [first, second, kept];
}

/** Deletes as the vault does, but stands still before a step. */
async function deletionStanding(at: number, ids: RunId[]) {
  const { scope, shelf, ...models } = placeInDatabase(connection, alice);
  const dataKey = await keys.dataKey(alice);
  const sealing = { tenantId: alice, storageId: SERVICE_STORAGE.id, dataKey };
  const still = new StandingStill(at);
  const headers = still.wrap(new HeaderStore({ ...sealing, scope, model: models.headers }), [
    'markLeaving',
    'delete',
  ]);
  const parts = still.wrap(new PartStore({ ...sealing, scope, model: models.parts }), [
    'deleteOfBackups',
  ]);
  const store = still.wrap(new PackStore({ ...sealing, shelf }), ['delete']);
  const deletion = await still.begin(() =>
    deleteBackups(store, new ManifestStore(headers, parts), ids),
  );
  assert.ok(deletion.stands, 'it did not come that far');
  return deletion;
}

async function assertWhole(id: RunId, records: BackupRecord[], what: string): Promise<void> {
  assert.deepEqual(await user.damage(id), [], what);
  assert.deepEqual(await user.readAll(id), sorted(records), what);
}

async function assertNothingIsLeft(): Promise<void> {
  for (const name of ['packs', 'backup_headers', 'backup_parts'])
    assert.equal(await connection.collection(name).countDocuments({}), 0, name);
}

for (let step = 1; step <= STEPS; step += 1)
  test(`a deletion that is killed before step ${step} is ended by a successor, whether or not it wakes`, async () => {
    const [first, second, kept] = await threeBackups();
    const { wake } = await deletionStanding(step, [first, second]);
    await assertWhole(kept, RECORDS[2]!, 'meanwhile');
    await vault.deleteBackups([first, second]);
    for (const id of [first, second]) assert.equal(await vault.isWhole(id), false);
    const leaning = await user.backUp(RECORDS[1]!, kept);
    await wake();
    await assertWhole(kept, RECORDS[2]!, 'after it woke');
    await assertWhole(leaning.id, RECORDS[1]!, 'taken meanwhile');
    await vault.deleteBackups([kept, leaning.id]);
    await assertNothingIsLeft();
  });

for (let step = 1; step <= STEPS; step += 1)
  test(`of two deletions side by side, one waits before step ${step}: they take what only they need, and nothing of a third backup`, async () => {
    const [first, second, kept] = await threeBackups();
    const { wake } = await deletionStanding(step, [first]);
    await vault.deleteBackups([second]);
    await assertWhole(kept, RECORDS[2]!, 'when the second one was deleted');
    await wake();
    await assertWhole(kept, RECORDS[2]!, 'when both were');
    await vault.deleteBackups([kept]);
    await assertNothingIsLeft();
  });

test('of many backups that are deleted at once none is left, and none that stays is touched', async () => {
  const ids: RunId[] = [];
  for (let made = 0; made < 102; made += 1) ids.push((await user.backUp(STRUCTURE, ids.at(0))).id);
  const [base, kept, ...deleted] = ids as [RunId, RunId, ...RunId[]];
  assert.ok(deleted.length >= 100, 'more than go together');
  await vault.deleteBackups([...deleted, base]);
  await assertWhole(kept, STRUCTURE, 'it leans on one that is deleted');
  assert.equal(await connection.collection('backup_headers').countDocuments({}), 1);
  await vault.deleteBackups([kept]);
  await assertNothingIsLeft();
});
