import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeAccounts } from '../../simulator/accounts.ts';
import { plant } from '../../simulator/seeds/plant.ts';
import { Site } from '../../simulator/site/site.ts';

const planted = (seed: string): Site => { const site = new Site('w', () => 0); plant(site, seed, 0, makeAccounts()); return site; };
const demo = planted('demo');
const byName = <T extends { name: string }>(items: Iterable<T>): Map<string, T> => new Map([...items].map((item) => [item.name, item]));

test('the other site knows some people of the demo under the same account id, some under another, some hidden, and some not at all', () => {
  const other = planted('other');
  const byEmail = new Map([...other.users.values()].map((user) => [user.email, user]));
  const pairs = [...demo.users.values()].map((user) => [user, byEmail.get(user.email)] as const);
  const count = (holds: (pair: (typeof pairs)[number]) => boolean): number => pairs.filter(holds).length;
  assert.equal(count(([, there]) => there === undefined), 12);
  assert.ok(count(([here, there]) => there?.accountId === here.accountId) > 20);
  assert.ok(count(([here, there]) => there !== undefined && there.accountId !== here.accountId) > 60);
  assert.ok(count(([, there]) => there !== undefined && !there.emailVisible) > 15);
  assert.ok([...demo.users.keys()].filter((id) => other.users.has(id)).every((id) => other.users.get(id)!.email === demo.users.get(id)!.email));
});

test('the other site has groups, statuses, icons and projects that are nearly those of the demo', () => {
  const other = planted('other');
  assert.ok(other.groups.has('it-admins') && other.groups.has('Finance') && !other.groups.has('finance') && !other.groups.has('service-desk'));
  const [here, there] = [byName(demo.statuses.values()), byName(other.statuses.values())];
  assert.notEqual(there.get('In Service')!.category, here.get('In Service')!.category);
  assert.equal(there.get('Action Needed'), undefined);
  assert.ok([...there.values()].every((status) => status.id !== here.get(status.name)?.id));
  assert.match(byName(other.icons.values()).get('Laptop')!.id, /^[0-9a-f-]{36}$/);
  assert.equal(byName(other.icons.values()).get('Licence'), undefined);
  assert.deepEqual(other.projects, ['HELP']);
  assert.deepEqual([...other.schemas.values()].map((schema) => schema.name), ['Vehicles', 'Contracts']);
});
