import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Available } from '../../../../src/core/assets/ports/site/available.ts';
import type { Role } from '../../../../src/core/assets/model/definitions/role.ts';
import { findRoleChanges } from '../../../../src/core/restores/roles/find-role-changes.ts';

const NAME = 'Object Type Users';

/** Restores a role of each type, type `n` called `Type n`; lists whose roles the site was asked. */
async function find(types: number, answer: (typeId: string) => Available<Role[]>) {
  const ids = Array.from({ length: types }, (_none, at) => String(at + 1));
  const asked: string[] = [];
  const found = findRoleChanges(
    {
      source: {
        structure: {
          types: ids.map((id) => ({ id, name: `Type ${id}` })),
          roles: ids.map((typeId) => ({
            id: typeId,
            name: NAME,
            typeId,
            actors: [{ kind: 'user', id: 'anna' }],
          })),
        },
      },
      matches: { names: { user: new Map([['anna', 'anna-there']]), group: new Map() } },
    },
    {
      schemaRoles: () => assert.fail('No role of the schema is restored.'),
      typeRoles: async (typeId) => {
        asked.push(typeId);
        return answer(typeId);
      },
    },
    { schemaId: '1', typeId: (old) => old },
    new AbortController().signal,
  );
  const changed: string[] = [];
  let unreadable: string | undefined;
  for await (const each of found)
    if ('unreadable' in each) unreadable = `${each.unreadable.what}: ${each.unreadable.why}`;
    else if (each.changes.length > 0) changed.push(each.of);
  return { changed, unreadable, asked: asked.length };
}

const told: Available<Role[]> = { value: [{ id: '9', name: NAME, actors: [] }] };
const refused: Available<Role[]> = { unavailable: 'Broken.' };

test('a type whose roles the site refuses takes no other with it, and is named', async () => {
  const answer = (typeId: string) => (typeId === '1' || typeId === '3' ? refused : told);
  assert.deepEqual(await find(4, answer), {
    changed: ['Type 2', 'Type 4'],
    unreadable: 'Roles of Type 1, Type 3: Broken.',
    asked: 4,
  });
});

test('a site that tells no roles is asked three times', async () => {
  assert.deepEqual(await find(40, () => refused), {
    changed: [],
    unreadable: 'Roles: Broken.',
    asked: 3,
  });
});

test('a site that tells few roles is asked until twenty types are refused, and ten are named', async () => {
  const { changed, unreadable, asked } = await find(40, (typeId) =>
    typeId === '1' ? told : refused,
  );
  assert.deepEqual([changed, asked], [['Type 1'], 21]);
  assert.match(unreadable ?? '', /^Roles of Type 2, Type 3, .*, Type 11 and 29 more: Broken\.$/);
});
