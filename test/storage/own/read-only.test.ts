/** A database that isn't what it should be is read, and nothing is noted there either. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownDatabaseRig } from '../../support/databases/own-database-rig.ts';
import { objects, STRUCTURE, VaultUser } from '../../support/backups/vault-user.ts';

const { own, storages, alice, form, save } = await ownDatabaseRig();
const meta = own.connection.collection('storage_meta');
const packs = own.connection.collection<{ _id: string; kind: string }>('packs');
const marked = () => packs.countDocuments({ damaged: true });

for (const [what, code, change] of [
  [
    'was restored from an older copy',
    'storage-restored',
    { $set: { word: 'older' }, $inc: { number: -1 } },
  ],
  ['another installation took over', 'storage-taken', { $set: { owner: 'somebody else' } }],
] as const)
  test(`Verify finds damage in a database that ${what}, and notes it only once that is accepted`, async () => {
    const { id: storageId } = await save();
    const user = new VaultUser(storages.open(alice, storageId), alice);
    const { id } = await user.backUp([...STRUCTURE, ...objects(20)]);
    const one = await packs.findOne({ kind: 'data' });
    assert.ok(one);
    await packs.updateOne({ _id: one._id }, { $set: { data: Buffer.from('changed') } });
    await meta.updateMany({ storageId }, change);
    assert.notDeepEqual(await user.damage(id), []);
    assert.equal(await marked(), 0);
    await assert.rejects(user.backUp(STRUCTURE), { code });
    await form.renew(alice, storageId);
    assert.notDeepEqual(await user.damage(id), []);
    assert.equal(await marked(), 1);
    await user.vault.purge();
  });
