import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import { attributeId, referenceId } from '../../../simulator/seeds/planting/attribute-id.ts';
import type { SimAttribute, SimObject, SimType, Value } from '../../../simulator/site/model.ts';
import type { RestoreWish } from '../../../src/core/use-cases/restores/restore-wish.ts';
import { mapTo } from '../../support/restores/map-to.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';
import { compareAsText } from '../../support/compare-as-text.ts';

const rig = await RestoreRig.start([{ seed: 'tiny' }]);
await rig.work();
const { site } = rig.here.world;
const type = (name: string, schema = 'Tiny'): SimType =>
  site.typesOf(rig.schemaId(schema)).find((each) => each.name === name)!;
const attribute = (typeName: string, name: string, schema = 'Tiny'): SimAttribute =>
  site.attributes.get(attributeId(site, type(typeName, schema).id, name))!;
const objects = (name: string, schema = 'Tiny'): SimObject[] =>
  site.objects.idsOfType(type(name, schema).id).map((id) => site.objects.get(id)!);
const into = (wish: Partial<RestoreWish> = {}, name = 'Tiny'): RestoreWish => ({
  ...NEW_SCHEMA,
  ...wish,
  schema: { id: String(rig.schemaId(name)) },
});

/** Everything of a definition that can be changed, in the schema that is backed up. */
function plantRules(): void {
  const office = type('Office').id;
  site.addAttribute(office, 'Size', {
    defaultTypeId: 10,
    options: 'small,large',
    maximum: 2,
    minimum: 1,
    description: 'How large',
  });
  site.addAttribute(office, 'Code', { regex: 'O-\\d+', unique: true });
  site.addAttribute(office, 'Rent', { defaultTypeId: 3, suffix: 'EUR', summable: true });
  site.addAttribute(office, 'Remark', { hidden: true });
  site.addAttribute(office, 'Moved from', {
    type: 1,
    referenceObjectTypeId: office,
    referenceTypeId: referenceId(site, 'Link'),
    minimum: 1,
  });
  const all = objects('Office');
  all.forEach((each, at) =>
    site.updateObject(each, {
      [attribute('Office', 'Size').id]: at % 2 ? ['small', 'large'] : ['large'],
      [attribute('Office', 'Code').id]: [`O-${at}`],
      [attribute('Office', 'Rent').id]: ['1000'],
      [attribute('Office', 'Remark').id]: ['quiet'],
      [attribute('Office', 'Moved from').id]: [{ ref: all[(at + 1) % all.length]!.id }],
    }),
  );
}
plantRules();
const backup = await rig.backUp('Tiny');
const asBackedUp = canonicalSchema(site, rig.schemaId('Tiny'));
const change = (name: string, changes: Partial<SimAttribute>): void =>
  site.changeAttribute(attribute('Office', name), changes);

/** Rules loosened and made others, values with them. */
function editDefinitions(): void {
  change('Size', { options: 'small', minimum: 0, maximum: 1, description: 'Changed' });
  change('Code', { regex: 'X-\\d+', unique: false });
  change('Rent', { suffix: 'USD', summable: false });
  change('Remark', { hidden: false, description: 'New words' });
  change('Moved from', { minimum: 0, maximum: 3 });
  objects('Office').forEach((each, at) =>
    site.updateObject(each, {
      [attribute('Office', 'Size').id]: at % 3 ? [] : ['small'],
      [attribute('Office', 'Code').id]: ['X-1'],
      [attribute('Office', 'Moved from').id]: at % 2 ? [] : [{ ref: each.id }],
    }),
  );
}

test('definitions that differ are shown and left as they are, unless they are to be changed; what they refuse is in the plan and left out', async () => {
  editDefinitions();
  const definitions = [...site.attributes.values()]
    .filter((each) => each.typeId === type('Office').id)
    .map((each) => structuredClone(each));
  const { plan, facts, id } = await rig.restore(backup, into());
  assert.deepEqual(
    [...site.attributes.values()].filter((each) => each.typeId === type('Office').id),
    definitions,
  );
  assert.deepEqual(
    [...new Set(plan.differences.map((each) => each.attribute))].sort(compareAsText),
    ['Code', 'Moved from', 'Remark', 'Rent', 'Size'],
  );
  assert.ok(
    plan.differences.some(
      ({ attribute: name, what, here, backup: there }) =>
        name === 'Size' && what === 'options' && here === 'small' && there === 'small,large',
    ),
  );
  assert.deepEqual(
    plan.conflicts.map(({ attribute: name, why, count }) => [name, why, count]).sort(compareAsText),
    [
      ['Size', 'The attribute is limited to 1 value.', 8],
      ['Size', "This option doesn't seem to exist on the destination.", 17],
    ],
  );
  assert.ok(plan.notes.some((note) => /regular expression .*"Code" of Office/.test(note)));
  assert.deepEqual([facts.created, facts.failed, facts.valuesLeftOut], [0, 0, 34]);
  const leftOut = (await rig.lines(id)).flatMap(({ leftOut: some = [] }) => some);
  assert.equal(leftOut.length, 34);
  const check = await rig.check(id);
  assert.deepEqual([check.missing, check.differingCount, check.explained], [0, 0, 17]);
  assert.ok(check.structure.length > 0);
});

test('with the choice to change definitions everything is as in the backup, rules in force, and a second run writes nothing', async () => {
  const { plan, facts } = await rig.restore(backup, into({ changeDefinitions: true }));
  assert.deepEqual(
    [plan.conflicts, facts.notes, facts.failed, facts.valuesLeftOut],
    [[], [], 0, 0],
  );
  assert.equal(plan.attributes.change, 5);
  assert.deepEqual(canonicalSchema(site, rig.schemaId('Tiny')), asBackedUp);
  const again = await rig.restore(backup, into({ changeDefinitions: true, clearEmpty: true }));
  assert.deepEqual([again.plan.differences, again.facts.writes, again.facts.left], [[], 0, 20]);
});

test('types and attributes that were removed are made again, those that were renamed are known by their ids, and neither is deleted', async () => {
  site.changeType(type('City'), { name: 'Town' });
  site.changeAttribute(attribute('Office', 'Opened'), { name: 'Opening day' });
  site.removeAttribute(attribute('Office', 'Team'));
  site.removeAttribute(attribute('Office', 'Rent'));
  site.deleteType(type('Nothing here').id);
  const extra = [
    site.addType(rig.schemaId('Tiny'), 'Extra'),
    site.addAttribute(type('Office').id, 'Extra'),
  ];
  const { plan, facts } = await rig.restore(backup, into());
  assert.deepEqual([facts.created, facts.failed, facts.valuesLeftOut, facts.notes], [0, 0, 0, []]);
  assert.deepEqual(
    [
      plan.types.filter(({ action }) => action === 'create').map(({ name }) => name),
      plan.attributes.create,
    ],
    [['Nothing here'], 3],
  );
  for (const office of objects('Office'))
    assert.deepEqual(
      [
        site.objects.get(office.id)!.values[attribute('Office', 'Team').id],
        site.objects.get(office.id)!.values[attribute('Office', 'Rent').id],
      ],
      [[{ group: 'it-admins' }], ['1000']],
    );
  assert.ok(site.types.has(extra[0]!.id) && site.attributes.has(extra[1]!.id));
  assert.equal((await rig.restore(backup, into())).facts.writes, 0);
  site.changeType(type('Town'), { name: 'City' });
  site.changeAttribute(attribute('Office', 'Opening day'), { name: 'Opened' });
  site.deleteType(extra[0]!.id);
  site.removeAttribute(extra[1] as SimAttribute);
  assert.deepEqual(canonicalSchema(site, rig.schemaId('Tiny'), {}).objects, asBackedUp.objects);
});

test('names and descriptions that were changed are told of, and changed back on choice alone', async () => {
  const [town, opened] = [type('City'), attribute('Office', 'Opened')];
  const before = canonicalSchema(site, rig.schemaId('Tiny'));
  Object.assign(town, { name: 'Town', description: 'Renamed' });
  site.changeAttribute(opened, { name: 'Opening' });
  const left = await rig.restore(backup, into());
  assert.deepEqual(left.plan.differences, [
    { type: 'City', what: 'name', here: 'Town', backup: 'City' },
    { type: 'City', what: 'description', here: 'Renamed', backup: '' },
    { type: 'Office', attribute: 'Opened', what: 'name', here: 'Opening', backup: 'Opened' },
  ]);
  assert.deepEqual(
    [left.facts.writes, town.name, (await rig.check(left.id)).structure.length],
    [0, 'Town', 3],
  );
  const { plan, facts, id } = await rig.restore(backup, into({ changeDefinitions: true }));
  assert.deepEqual(
    [
      plan.types.filter(({ action }) => action === 'change').map(({ name }) => name),
      plan.attributes.change,
      plan.calls,
      facts.writes,
      facts.notes,
    ],
    [['City'], 1, 2, 2, []],
  );
  assert.deepEqual(canonicalSchema(site, rig.schemaId('Tiny')), before);
  assert.deepEqual((await rig.check(id)).structure, []);
});

test('an attribute whose name another kind of attribute has by now is not made: its values are left out, and nothing is written into the other one', async () => {
  site.removeAttribute(attribute('Office', 'Team'));
  const other = site.addAttribute(type('Office').id, 'Team', { type: 2 });
  const { plan, facts, id } = await rig.restore(backup, into({ changeDefinitions: true }));
  assert.ok(
    plan.notes.some((note) => note.includes('"Team"')),
    plan.notes.join(' '),
  );
  assert.deepEqual([facts.failed, facts.valuesLeftOut], [0, 17]);
  assert.ok(facts.notes.some((note) => note.includes('"Team"')));
  assert.equal(site.attributes.get(other.id)!.type, 2);
  assert.ok(objects('Office').every((each) => (each.values[other.id] ?? []).length === 0));
  assert.equal((await rig.check(id)).differingCount, 0);
  site.removeAttribute(other);
  assert.equal((await rig.restore(backup, into())).facts.valuesLeftOut, 0);
});

test('objects that rules of the destination refuse are told of before, and cost no other value and no other object', async () => {
  const office = type('Office').id;
  const [needed] = [site.addAttribute(office, 'Opened by', { minimum: 0 })];
  site.changeAttribute(attribute('Office', 'Opened'), { minimum: 1 });
  const without = objects('Office')[0]!;
  site.updateObject(without, { [attribute('Office', 'Opened').id]: [] });
  const incomplete = await rig.backUp('Tiny');
  site.objects.remove(without.id, site.now());
  site.objects.remove(objects('Office')[3]!.id, site.now());
  const { plan, facts, id } = await rig.restore(incomplete, into());
  assert.deepEqual(
    plan.conflicts.map(({ attribute: name, count }) => [name, count]),
    [['Opened', 1]],
  );
  assert.deepEqual([facts.created, facts.failed], [1, 1]);
  const failed = (await rig.lines(id)).find(({ outcome }) => outcome === 'failed')!;
  assert.match(failed.reason!, /Opened is required|refused/);
  const check = await rig.check(id);
  assert.deepEqual([check.missing, check.differing], [0, []]);
  site.changeAttribute(attribute('Office', 'Opened'), { minimum: 0 });
  site.removeAttribute(needed);
  const done = await rig.restore(backup, into());
  assert.deepEqual(
    [done.facts.failed, (await rig.lines(done.id)).flatMap(({ leftOut = [] }) => leftOut)],
    [0, []],
  );
});

test('an object whose demanded value names nobody but who has left is told of before; with another person chosen it is made', async () => {
  const keeper = site.addAttribute(type('Office').id, 'Keeper', { type: 2, minimum: 1 });
  const [leaver, heir] = [...site.users.values()].filter((user) => user.active && !user.deleted);
  objects('Office').forEach((each, at) =>
    site.updateObject(each, { [keeper.id]: [{ user: (at === 2 ? leaver! : heir!).accountId }] }),
  );
  const kept = await rig.backUp('Tiny');
  site.objects.remove(objects('Office')[2]!.id, site.now());
  leaver!.active = false;
  const { id, plan, facts } = await rig.restore(kept, into());
  assert.deepEqual(
    plan.conflicts.map(({ attribute: name, why, count }) => [
      name,
      /unless you map it/.test(why),
      count,
    ]),
    [['Keeper', true, 1]],
  );
  assert.deepEqual(
    [
      facts.created,
      facts.failed,
      (await rig.lines(id)).filter(({ outcome }) => outcome === 'failed').length,
    ],
    [0, 1, 1],
  );
  assert.deepEqual(
    [
      (await rig.restore(kept, into(), mapTo({ user: { [leaver!.accountId]: heir!.accountId } })))
        .facts,
    ].map(({ created, failed }) => [created, failed]),
    [[1, 0]],
  );
  leaver!.active = true;
  site.removeAttribute(keeper);
});

test('a value that may not be cleared does not cost the others of its object', async () => {
  const [first] = objects('Office');
  const opened = attribute('Office', 'Opened');
  site.updateObject(first!, { [opened.id]: [] });
  const without = await rig.backUp('Tiny');
  site.updateObject(site.objects.get(first!.id)!, {
    [opened.id]: ['2011-11-11'],
    [attribute('Office', 'Remark').id]: ['loud'],
  });
  site.changeAttribute(opened, { minimum: 1 });
  const { facts, id } = await rig.restore(without, into({ clearEmpty: true }));
  assert.deepEqual([facts.updated, facts.failed, facts.valuesLeftOut], [1, 0, 1]);
  assert.deepEqual(
    [
      site.objects.get(first!.id)!.values[opened.id],
      site.objects.get(first!.id)!.values[attribute('Office', 'Remark').id],
    ],
    [['2011-11-11'], ['quiet']],
  );
  assert.match(
    (await rig.lines(id)).find(({ leftOut }) => leftOut)!.leftOut![0]!.reason,
    /wasn't cleared/,
  );
  site.changeAttribute(opened, { minimum: 0 });
  await rig.restore(backup, into());
});

test('chosen types bring their parents and leave the rest; references to what was left out lead where they led', async () => {
  const { plan, facts } = await rig.restore(backup, {
    ...NEW_SCHEMA,
    typeIds: [String(type('Office').id)],
    schema: { name: 'Offices only', key: 'ONLY' },
  });
  assert.deepEqual([facts.created, facts.failed, facts.valuesLeftOut], [17, 0, 0]);
  assert.deepEqual(
    plan.types.map(({ name, cameAlong }) => [name, cameAlong]),
    [['Office', false]],
  );
  const cities = new Set(objects('City').map(({ id }) => id));
  assert.ok(
    objects('Office', 'Offices only').every((each) =>
      cities.has(
        (each.values[attribute('Office', 'City', 'Offices only').id]![0] as { ref: number }).ref,
      ),
    ),
  );
});

test('the plan counts the attribute for old keys that existing types get', async () => {
  site.objects.remove(objects('Office')[5]!.id, site.now());
  const { plan, facts } = await rig.restore(backup, into({ keepOriginalKey: true }));
  assert.deepEqual(
    [plan.attributes.create, plan.calls],
    [3, 5],
    'three attributes, one object, one reference to it',
  );
  assert.equal(facts.writes, plan.calls);
  assert.deepEqual(
    (await rig.plan(backup, into({ keepOriginalKey: true }))).plan.attributes.create,
    0,
    'they are there by now',
  );
  for (const each of [...site.attributes.values()].filter(({ name }) => name === 'Original key'))
    site.removeAttribute(each);
});

test('the old keys stay where they are wanted, for new objects; a second run finds the attribute that the first one made', async () => {
  const { facts, id } = await rig.restore(backup, {
    ...NEW_SCHEMA,
    keepOriginalKey: true,
    schema: { name: 'With keys', key: 'KEYS' },
  });
  assert.deepEqual([facts.created, facts.notes], [20, []]);
  const keys = new Map(
    (await rig.lines(id)).map(({ targetId, sourceKey }) => [targetId, sourceKey]),
  );
  for (const each of objects('Office', 'With keys'))
    assert.deepEqual(each.values[attribute('Office', 'Original key', 'With keys').id], [
      keys.get(String(each.id)),
    ]);
  assert.equal(attribute('Office', 'Original key', 'With keys').unique, false);
  site.objects.remove(objects('Office', 'With keys')[0]!.id, site.now());
  const again = await rig.restore(backup, into({ keepOriginalKey: true }, 'With keys'));
  assert.deepEqual([again.facts.created, again.facts.notes], [1, []]);
  assert.equal(again.facts.writes - again.facts.objectWrites, 0, 'no structure is written');
  assert.ok(
    objects('Office', 'With keys').every(
      (each) => each.values[attribute('Office', 'Original key', 'With keys').id],
    ),
  );
  const into2 = await rig.restore(backup, into({ keepOriginalKey: true }));
  assert.deepEqual([into2.facts.created, into2.facts.updated, into2.facts.notes], [0, 0, []]);
  assert.ok(
    site
      .attributesOf(type('Office').id)
      .some(({ name, unique }) => name === 'Original key' && !unique),
    'an existing schema gets a plain one',
  );
});

test('unique values that wandered from one object to another come back, also where two were exchanged', async () => {
  const code = attribute('Office', 'Code').id;
  await rig.restore(backup, into({ changeDefinitions: true }));
  const [a, b, c, d] = objects('Office') as [SimObject, SimObject, SimObject, SimObject];
  const valuesOf = (object: SimObject): Value[] => site.objects.get(object.id)!.values[code]!;
  const put = (object: SimObject, values: Value[]): void => {
    site.updateObject(site.objects.get(object.id)!, { [code]: values });
  };
  const before = [a, b, c, d].map(valuesOf);
  put(a, ['O-900']);
  put(b, before[0]!);
  put(c, before[1]!);
  const shifted = await rig.restore(backup, into());
  assert.deepEqual([shifted.facts.failed, shifted.facts.valuesLeftOut], [0, 0]);
  assert.deepEqual([a, b, c, d].map(valuesOf), before);
  site.objects.remove(d.id, site.now());
  put(c, before[3]!);
  const { facts } = await rig.restore(backup, into());
  assert.deepEqual([facts.created, facts.failed, facts.valuesLeftOut], [1, 0, 0]);
  assert.deepEqual(
    objects('Office')
      .flatMap((each) => each.values[code]!)
      .sort(compareAsText),
    Array.from({ length: 17 }, (_none, at) => `O-${at}`).sort(),
  );
  const [one, other] = [valuesOf(a), valuesOf(b)];
  put(a, ['O-901']);
  put(b, one);
  put(a, other);
  const swapped = await rig.restore(backup, into());
  assert.deepEqual(
    [swapped.facts.failed, swapped.facts.valuesLeftOut],
    [0, 0],
    'one is parked until the other has its value',
  );
  assert.deepEqual([valuesOf(a), valuesOf(b)], [one, other]);
  assert.equal((await rig.check(swapped.id)).differingCount, 0);
});
