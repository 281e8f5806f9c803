import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { tenantId } from '../../../src/core/kernel/ids.ts';
import { newRunId } from '../../../src/core/runs/new-run-id.ts';
import { SERVICE_STORAGE } from '../../../src/core/storages/storage.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { KeyRing } from '../../../src/storage/sealing/key-ring.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { MongoStorages } from '../../../src/storage/vault/mongo-storages.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { object, storedRun, STRUCTURE, VaultUser } from '../../support/backups/vault-user.ts';

const KILOBYTE = 1_000;
const { connection } = await testDatabase();
const keys = new TenantKeys(connection, new KeyRing(new Map([['k', randomBytes(32)]])));
await ensureIndexes(connection);
const [alice, bob] = [tenantId('alice'), tenantId('bob')];
const here = [{ storage: SERVICE_STORAGE, connection }];
const noise = (kilobytes: number): string => randomBytes(kilobytes * 750).toString('base64');
const limitedTo = (kilobytes: number, tenant = alice): VaultUser => {
  const storages = new MongoStorages(here, keys, { quotaBytes: kilobytes * KILOBYTE });
  return new VaultUser(storages.open(tenant, SERVICE_STORAGE.id), tenant);
};

test('what a tenant uses is what is stored of it, and goes with what is deleted', async () => {
  const user = limitedTo(10_000);
  assert.deepEqual(await user.vault.usage(), { bytes: 0, objects: 0 });
  const { id, storedBytes } = await user.backUp([...STRUCTURE, object(1, noise(200))]);
  await limitedTo(10_000, bob).backUp([...STRUCTURE, object(1)]);
  const used = await user.vault.usage();
  assert.equal(used.bytes, storedBytes);
  assert.ok(used.objects >= 3, 'packs, a segment and a header');
  await user.vault.deleteBackups([id]);
  assert.deepEqual(await user.vault.usage(), { bytes: 0, objects: 0 });
});

test('a backup that would need more than the quota ends, and earlier ones stay whole', async () => {
  const first = await limitedTo(1_000).backUp([...STRUCTURE, object(1, noise(400))]);
  const user = limitedTo(1_000);
  user.remember(first);
  const id = newRunId();
  const writer = await user.open(id, first.id);
  for (const record of STRUCTURE) await writer.put(record);
  // A full pack is written beside what is put next: either of the two meets the refusal.
  const takeTooMuch = async (): Promise<void> => {
    await writer.put(object(2, noise(1_200)));
    await user.finish(writer, id);
  };
  await assert.rejects(takeTooMuch, {
    code: 'quota-full',
    message: /Your site may use 1 MB of this service's storage.*Retention….*Settings › Storage/,
  });
  await user.vault.discardRun(storedRun(id));
  assert.deepEqual(await user.damage(first.id), []);
  assert.ok((await user.vault.usage()).bytes < 500 * KILOBYTE, 'nothing half is left');
  const fits = await user.backUp([...STRUCTURE, object(1, noise(300))], first.id);
  assert.deepEqual(await user.damage(fits.id), []);
});

test('where no room is left nothing begins, and there is room again once something is deleted', async () => {
  const full = limitedTo(1);
  await assert.rejects(full.open(newRunId()), { code: 'quota-full' });
  const { objects } = await full.vault.usage();
  assert.ok(objects > 0);
  await full.vault.purge();
  const small = await limitedTo(50).backUp([...STRUCTURE, object(1)]);
  assert.ok(small.storedBytes < 50 * KILOBYTE);
});
