import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttributeDefinition } from '../../../../../src/core/assets/model/definitions/attribute-definition.ts';
import type { RestoreContext } from '../../../../../src/core/restores/context/restore-context.ts';
import type { OutsideObjects } from '../../../../../src/core/restores/plan/decisions/outside-objects.ts';
import { planGroups } from '../../../../../src/core/restores/plan/decisions/plan-groups.ts';
import { destinationRights } from '../../../../../src/core/restores/plan/making/destination-rights.ts';
import { applyChoices } from '../../../../../src/core/restores/context/resolve-names.ts';
import type { Choice, RestoreInput } from '../../../../../src/core/restores/restore-input.ts';
import type { Unresolved } from '../../../../../src/core/restores/resolve/unresolved.ts';
import {
  groupStates,
  planFigures,
} from '../../../../../src/web/pages/restores/review/decisions/plan-figures.ts';
import type { RestorePlan } from '../../../../../src/core/restores/plan/restore-plan.ts';

const PEOPLE = { name: 'People', key: 'HR', catalogId: 'c', backupId: 'b' };
const attributes = [
  { id: '10', typeId: '1', name: 'Used by', referencedTypeId: '90', kind: 'reference' },
  { id: '11', typeId: '1', name: 'Manager', referencedTypeId: '90', kind: 'reference' },
  { id: '12', typeId: '1', name: 'Place', referencedTypeId: '91', kind: 'reference' },
  { id: '13', typeId: '1', name: 'Team', kind: 'user', userGroups: ['gone'] },
] as Partial<AttributeDefinition>[];
const missingThing = (kind: Unresolved['kind'], id: string, uses = 1): Unresolved => ({
  kind,
  id,
  name: id,
  uses,
  why: '',
  mappable: true,
  options: [],
});
const unresolved = [
  missingThing('user', 'u1', 3),
  missingThing('user', 'u2', 1),
  missingThing('group', 'gone'),
  missingThing('reference', '500'),
  missingThing('reference', '600'),
];
const context = {
  source: { structure: { attributes } },
  matches: { unresolved, structure: { attributes: new Map() } },
} as unknown as RestoreContext;
const slot = (kind: Unresolved['kind'], attributeId: string | undefined, things: string[]) => ({
  kind,
  attributeId,
  values: things.length * 2,
  things: new Set(things),
  attributes: new Map([[`Laptop › ${attributeId ?? 'Owner'}`, things.length * 2]]),
});
const missing = {
  byCause: new Map([
    ['user', slot('user', undefined, ['u1', 'u2'])],
    ['reference-10', slot('reference', '10', ['500', '501'])],
    ['reference-11', slot('reference', '11', ['501'])],
    ['reference-12', slot('reference', '12', ['600'])],
  ]),
  combinations: new Map([
    ['user', 5],
    ['reference-10 reference-11', 2],
    ['reference-10 user', 1],
    ['any', 4],
  ]),
  failing: 3,
};
const outside: OutsideObjects = {
  objects: new Map([['500', { key: 'HR-5', label: 'Lena', schema: PEOPLE }]]),
  types: new Map([['90', PEOPLE]]),
};
const grouped = planGroups({
  context,
  input: { changeDefinitions: false },
  missing,
  referencedBy: new Map([
    ['500', new Set(['10'])],
    ['600', new Set(['12'])],
  ]),
  outside,
});

test('references are one group for each schema that they lead to, other things one for each kind', () => {
  assert.deepEqual(
    grouped.groups.map(({ id, things, values }) => [id, things, values]),
    [
      ['user', 2, 4],
      ['group', 1, 1],
      ['reference-HR', 2, 6],
      ['reference', 1, 2],
    ],
  );
  const people = grouped.groups.find(({ id }) => id === 'reference-HR');
  assert.deepEqual(people?.schema, PEOPLE);
  assert.deepEqual(
    unresolved.map((thing) => grouped.groupOf(thing)),
    ['user', 'user', 'group', 'reference-HR', 'reference'],
  );
});

test('how many objects are complete follows the rules that are chosen', () => {
  const plan = {
    groups: grouped.groups,
    unresolved: unresolved.map((each) => ({ ...each, group: grouped.groupOf(each) })),
    outcome: grouped.outcome,
    objects: { create: 30, update: 0, leave: 0 },
  } as unknown as RestorePlan;
  const figures = (choices: Choice[]) => planFigures(plan, groupStates(plan, choices));
  const before = figures([]);
  assert.deepEqual(
    [before.complete, before.partial, before.failing, before.leftEmpty, before.mapped],
    [15, 12, 3, 13, 0],
  );
  const all: Choice = { kind: 'user', id: 'user', rule: 'map-all', to: 'ada' };
  const mapped = figures([all]);
  assert.deepEqual([mapped.complete, mapped.partial, mapped.mapped], [20, 7, 4]);
  const one: Choice = { kind: 'user', id: 'u2', rule: 'empty' };
  const except = figures([all, one]);
  assert.deepEqual([except.partial, except.mapped], [12, 3], 'a rule of its own goes before');
  const single: Choice[] = ['u1', 'u2'].map((id) => ({ kind: 'user', id, rule: 'map', to: 'x' }));
  assert.equal(figures(single).partial, 7, 'all of them one by one');
});

test('a rule for a group is for everything in it that has none of its own', () => {
  const names = { user: new Map([['known', 'known']]), group: new Map(), status: new Map() };
  const others = { project: new Map(), version: new Map(), icon: new Map(), reference: new Map() };
  const found = { names: { ...names, ...others } };
  const choices: Choice[] = [
    { kind: 'user', id: 'user', rule: 'map-all', to: 'ada' },
    { kind: 'user', id: 'u2', rule: 'empty' },
  ];
  const chosen = applyChoices({ ...found, unresolved }, { choices });
  assert.deepEqual(
    [...chosen.user],
    [
      ['known', 'known'],
      ['u1', 'ada'],
    ],
  );
});

test('only what a site denies is a right that is missing', () => {
  const toNew = { schema: { kind: 'new', name: 'N', key: 'NN' } } as RestoreInput;
  const granted = (administers: boolean | undefined, canManage: boolean | null) =>
    destinationRights({ administers, browsesUsers: true }, [{ id: '1', canManage }], toNew)[0]!
      .granted;
  assert.deepEqual(
    [granted(true, false), granted(false, false), granted(undefined, null), granted(false, true)],
    [true, false, undefined, true],
  );
  const toOld = { schema: { kind: 'existing', id: '1', name: 'O', key: 'OO' } } as RestoreInput;
  const manages = (canManage: boolean | null) =>
    destinationRights({ administers: true, browsesUsers: false }, [{ id: '1', canManage }], toOld);
  assert.deepEqual(manages(false)[0], { right: 'manage-schema', granted: false });
  assert.equal(manages(null)[0]!.granted, undefined);
  assert.equal(manages(true)[1]!.granted, false, 'finds no people');
});
