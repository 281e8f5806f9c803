/**
 * A storage beside a service database that was restored from an older copy: the same run is claimed
 * again under a fence that it had already, by another holder.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { serviceStorages } from '../../support/backups/service-storages.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import {
  object,
  objects,
  SITE,
  sorted,
  STRUCTURE,
  VaultUser,
} from '../../support/backups/vault-user.ts';

const { connection } = await testDatabase();
const keys = new TenantKeys(connection, new KeyRing(new Map([['k', randomBytes(32)]])));
const alice = tenantId('alice');
const vault = serviceStorages(connection, keys).open(alice, 'service');
await ensureIndexes(connection);
/** What the service knew before it was restored, and what it knows after. */
const [before, after] = [new VaultUser(vault, alice), new VaultUser(vault, alice)];
const OLD = [...STRUCTURE, ...objects(40)];
const NEW = [...STRUCTURE, ...objects(35, (id) => `new value of ${id}`)];
const HEADER = { tenantId: alice, backupId: newRunId(), createdAt: '', site: SITE };

async function takeBefore(fence: number) {
  const id = newRunId();
  const writer = await before.open(id, undefined, fence);
  for (const record of OLD) await writer.put(record);
  await before.seal(writer, id);
  return id;
}

for (const fence of [1, 3])
  test(`a run that had ended under fence ${fence} and runs once more under fence 1 holds what is there now`, async () => {
    const id = await takeBefore(fence);
    const leaning = await before.backUp([...OLD, object(99)], id);
    const again = { runId: id, fence: 1, holder: 'again' };
    const writer = await vault.openWriter(again);
    for (const record of NEW) await writer.put(record);
    await after.finish(writer, id);
    await vault.tidyRun({ id, holders: ['again'] }, after.ref(id));
    assert.deepEqual(await after.readAll(id), sorted(NEW));
    assert.deepEqual(await after.damage(id), []);
    assert.deepEqual(await before.readAll(leaning.id), sorted([...OLD, object(99)]));
    assert.deepEqual(await before.damage(leaning.id), [], 'what nobody remembers stays whole');
    await vault.deleteBackups([id]);
    assert.deepEqual(await before.damage(leaning.id), []);
    assert.match((await before.damage(id)).join(), /header of the backup is missing/);
    await vault.deleteBackups([leaning.id]);
    for (const name of ['packs', 'backup_headers'])
      assert.equal(await connection.collection(name).countDocuments({ tenantId: alice }), 0);
  });

test('a run that runs once more and fails takes away only what it wrote itself', async () => {
  const id = await takeBefore(1);
  const leaning = await before.backUp([...OLD, object(99)], id);
  const writer = await vault.openWriter({ runId: id, fence: 1, holder: 'again' });
  for (const record of NEW) await writer.put(record);
  await writer.checkpoint();
  await writer.finish({ ...HEADER, backupId: id });
  await vault.discardRun({ id, holders: ['again'] });
  assert.equal(await connection.collection('packs').countDocuments({ _id: /again/ as never }), 0);
  assert.deepEqual(await before.readAll(id), sorted(OLD));
  assert.deepEqual(await before.damage(leaning.id), []);
});

test('a backup whose header is another one than was written is refused, by readers and by Verify', async () => {
  const id = await takeBefore(1);
  after.remember({ id, rootHash: 'f'.repeat(64) });
  await assert.rejects(vault.openReader(after.ref(id)), {
    code: 'damaged',
    message: /a different backup under this ID, because its database or the service's was restored/,
  });
  assert.match((await after.damage(id)).join(), /^header: .*a different backup/);
  const next = await after.backUp(NEW, id);
  assert.equal(next.header.baseId, undefined, 'nothing leans on it');
});

test('a header, and a pack, that stand under the id of another one end the backup', async () => {
  const id = newRunId();
  const [first, second] = [await before.open(id), await before.open(id)];
  await first.put(object(1, 'one'));
  await first.checkpoint();
  await second.put(object(1, 'another'));
  await assert.rejects(second.checkpoint(), {
    code: 'damaged',
    message: /a different one under this ID/,
  });
  const other = newRunId();
  const [here, there] = [await before.open(other), await before.open(other)];
  await here.finish({ ...HEADER, backupId: other });
  await assert.rejects(there.finish({ ...HEADER, backupId: other, createdAt: 'later' }), {
    code: 'damaged',
    message: /a different header under its ID/,
  });
});

test('a checkpoint whose packs were tidied away since is no longer usable', async () => {
  const id = newRunId();
  const writer = await before.open(id);
  for (const record of OLD) await writer.put(record);
  const checkpoint = await writer.checkpoint();
  for (const record of objects(40, (at) => `changed ${at}`)) await writer.put(record);
  await before.seal(writer, id);
  const again = { runId: id, fence: 1, holder: 'again' };
  await assert.rejects(vault.openWriter({ ...again, checkpoint }), { code: 'damaged' });
});
