/** A database whose server hands over to another one while it is in use. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownDatabaseRig } from '../../support/databases/own-database-rig.ts';
import { objects, STRUCTURE, VaultUser } from '../../support/backups/vault-user.ts';

const { opened, storages, alice, save } = await ownDatabaseRig();
const { databases } = opened;

test('nothing is read from a server that is no primary any more: the one that is now is looked for', async () => {
  const { id } = await save();
  const user = new VaultUser(storages.open(alice, id), alice);
  const backup = await user.backUp([...STRUCTURE, ...objects(5)]);
  const before = await databases.open(alice, id);
  assert.equal(await databases.open(alice, id), before, 'one that is as it was is kept');
  const reply = { isWritablePrimary: false, secondary: true };
  before.getClient().emit('serverHeartbeatSucceeded', { reply } as never);
  const both = await Promise.all([databases.open(alice, id), databases.open(alice, id)]);
  assert.notEqual(both[0], before);
  assert.equal(both[0], both[1], 'it is opened once');
  assert.deepEqual(await user.damage(backup.id), []);
  assert.equal((await opened.store.get(alice, id)).trouble, undefined);
});
