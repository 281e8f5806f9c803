import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tenantId, type RunId } from '../../../src/core/kernel/ids.ts';
import type { FoundBackup } from '../../../src/core/storages/records/backup-header.ts';
import type { Vault } from '../../../src/core/storages/vault.ts';
import { bucketRig } from '../../support/stand-ins/bucket-rig.ts';
import { keysIn } from '../../support/stand-ins/test-buckets.ts';
import { objects, STRUCTURE, VaultUser } from '../../support/backups/vault-user.ts';

const [lost, fresh] = [await bucketRig(), await bucketRig()];
const carol = tenantId('carol');
const ada = { accountId: 'ada', name: 'Ada' };

/** All backups, as they are listed two at a time. */
async function listed(vault: Vault): Promise<FoundBackup[]> {
  const all: FoundBackup[] = [];
  let next: RunId | undefined;
  do {
    const found = await vault.found(next ?? '', 2);
    all.push(...found.backups);
    next = found.next;
  } while (next !== undefined);
  return all;
}

test('what is odd beside headers hides no other backup, and a cut header keeps what it may need', async () => {
  const { tenant: alice, address, user, bucket } = await lost.saved();
  const key = await lost.own.recoveryKeys.replace(alice, ada);
  await lost.own.recoveryKeys.spread(alice);
  const made: RunId[] = [];
  for (let at = 0; at < 5; at += 1)
    made.push((await user.backUp([...STRUCTURE, ...objects(3)], made.at(-1))).id);
  const headers = (await keysIn(bucket)).filter((each) => each.includes('/headers/'));
  const [cut = ''] = headers.filter((each) => each.includes(String(made[1])));
  const whole = await bucket.read(cut);
  await bucket.remove({ key: cut });
  await bucket.putNew(cut, whole?.subarray(0, 40) ?? Buffer.from(''));
  await bucket.putNew(cut.slice(0, cut.lastIndexOf('/') + 1), Buffer.from(''));

  const offer = await fresh.own.offers.look(carol, {
    label: 'Found',
    provider: 's3',
    address,
    recoveryKey: key,
  });
  assert.deepEqual([offer.backups, offer.unreadableCount], [4, 1]);
  const [storage] = await fresh.own.offers.accept(carol, offer.id, ada);
  const vault = fresh.storages.open(carol, storage?.id ?? '');
  const found = await listed(vault);
  assert.deepEqual(
    found.map(({ id }) => id),
    made.toSorted(),
  );
  assert.deepEqual(
    found.filter(({ header }) => !header).map(({ id }) => id),
    [made[1]],
  );

  await fresh.own.store.endAttaching(carol, storage?.id ?? '');
  const before = await keysIn(bucket);
  const [first] = made;
  assert.ok(first);
  await assert.rejects(vault.deleteBackups([first]), { code: 'damaged' });
  assert.deepEqual(
    (await keysIn(bucket)).filter((each) => each.includes('/packs/')),
    before.filter((each) => each.includes('/packs/')),
  );
  const reader = new VaultUser(vault, String(carol));
  for (const backup of found)
    if (backup.header) {
      reader.remember(backup);
      assert.deepEqual(await reader.damage(backup.id), []);
    }
});
