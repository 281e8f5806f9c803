import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AssetsDestination } from '../../../../src/core/assets/ports/assets-destination.ts';
import { InvalidInput, Refused } from '../../../../src/core/kernel/errors.ts';
import type {
  ReferencedType,
  Unresolved,
} from '../../../../src/core/restores/resolve/unresolved.ts';
import {
  choiceField,
  confirmChoices,
} from '../../../../src/core/use-cases/restores/confirm-choices.ts';
import { mapTo } from '../../../support/restores/map-to.ts';

/** Object id → its type; the type 31 stands below 30. */
const OBJECTS = new Map([
  ['1', '30'],
  ['2', '31'],
  ['3', '40'],
]);
const received = (ids: string[]) => ({
  read: async () => ({
    objects: ids.map((id) => ({ id, key: `K-${id}`, typeId: OBJECTS.get(id)! })),
    unreadable: [],
  }),
});
const target = (search: (query: string) => object): AssetsDestination =>
  ({
    objectsById: async (ids: string[]) => received(ids.filter((id) => OBJECTS.has(id))),
    search: async (query: string) => search(query),
    people: async () => [],
  }) as unknown as AssetsDestination;
const tree = target((query) =>
  received(query.includes('objectTypeAndChildren(30)') ? ['1', '2'] : []),
);

const missing = (types: ReferencedType[]): Pick<Unresolved, 'kind'> =>
  ({
    kind: 'reference',
    id: '9',
    name: 'Object 9',
    uses: 1,
    why: 'gone',
    mappable: true,
    options: [],
    types,
  }) as Unresolved;
const ofType = (typeId: string, withChildren = false): ReferencedType => ({
  typeId,
  name: 'Person',
  withChildren,
});
async function refusedFor(types: ReferencedType[], to: string, site = tree): Promise<string> {
  const plan = { unresolved: [missing(types) as Unresolved], unresolvedCount: 1 };
  try {
    const confirmed = await confirmChoices(plan, mapTo({ reference: { 9: to } }), async () => site);
    assert.deepEqual(confirmed, mapTo({ reference: { 9: to } }));
    return '';
  } catch (error) {
    assert.ok(error instanceof InvalidInput);
    return error.fields[choiceField('reference', '9')]!;
  }
}

test('an object that something is mapped to is of the type that the attribute takes', async () => {
  assert.equal(await refusedFor([ofType('30')], '1'), '');
  assert.match(
    await refusedFor([ofType('30')], '3'),
    /objects of the type Person, and K-3 isn't one/,
  );
  assert.match(
    await refusedFor([ofType('30')], '2'),
    /only takes objects of the type/,
    'a child is not asked for',
  );
  assert.equal(await refusedFor([ofType('30', true)], '2'), '', 'a child is taken');
  assert.match(await refusedFor([ofType('30', true)], '3'), /only takes objects of the type/);
  assert.match(
    await refusedFor([ofType('30'), ofType('40')], '1'),
    /only takes objects of the type/,
    'it has to fit every attribute that names it',
  );
  assert.match(
    await refusedFor([ofType('')], '1'),
    /only takes objects of the type/,
    'a type that is made anew',
  );
  assert.equal(await refusedFor([], '3'), '', 'nobody says what is wanted');
});

test('where the site cannot say who stands below a type, it decides when the object is written', async () => {
  const blind = target(() => {
    throw new Refused('site-refused', 'Atlassian refused the query.');
  });
  assert.equal(await refusedFor([ofType('30', true)], '3', blind), '');
});

test('a group called stop can be mapped, and stops nothing', async () => {
  const group = {
    ...missing([]),
    kind: 'group',
    id: '__proto__',
    options: [{ id: 'stop', name: 'stop' }],
  };
  const plan = { unresolved: [group as Unresolved], unresolvedCount: 1 };
  const none = (): Promise<AssetsDestination> => assert.fail('nobody has to be asked');
  const chosen = mapTo({ group: { ['__proto__']: 'stop' } });
  assert.deepEqual(await confirmChoices(plan, chosen, none), chosen);
  await assert.rejects(
    confirmChoices(plan, [{ kind: 'group', id: '__proto__', rule: 'stop' }], none),
    (error: unknown) =>
      error instanceof InvalidInput && /stop because/.test(error.fields['choices']!),
  );
});
