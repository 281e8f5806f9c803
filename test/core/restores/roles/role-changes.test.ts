import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Role } from '../../../../src/core/assets/model/definitions/role.ts';
import { roleChanges } from '../../../../src/core/restores/roles/role-changes.ts';
import { whyLeft } from '../../../../src/core/restores/roles/who-is-missing.ts';

const NAME = 'Object Schema Managers';
const user = (id: string) => ({ kind: 'user' as const, id });
const role = (...ids: string[]): Role => ({ id: '7', name: NAME, actors: ids.map(user) });
const there = new Map(['anna', 'ben'].map((id) => [id, id]));
const names = { user: there, group: new Map<string, string>() };

test('who left is in the backup and on no destination: the others get the role, and whoever has it keeps it', () => {
  const { changes } = roleChanges([role('anna', 'gone')], [role('carla', 'left')], names);
  const [change] = changes;
  assert.deepEqual(change?.added, [user('anna')]);
  assert.deepEqual(change.actors, ['carla', 'left', 'anna'].map(user));
  assert.equal(change.isLeft, false);
});

test('a role of which the destination names somebody unreadably is left, for they would lose it', () => {
  const unread: Role = { ...role('carla'), hasUnreadActors: true };
  const [change] = roleChanges([role('anna')], [unread], names).changes;
  assert.equal(change?.isLeft, true);
  assert.match(whyLeft(change, 'the schema'), /isn't changed.* Give it to user anna in Assets\.$/);
  assert.deepEqual(roleChanges([role('carla')], [unread], names).changes, []);
});
