import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import type { SimAttribute } from '../../../simulator/site/records/model.ts';
import { compareAsText } from '../../support/compare-as-text.ts';
import { NEW_SCHEMA } from '../../support/restores/restore-rig.ts';
import { tinyRulesRig } from '../../support/restores/tiny-rules-rig.ts';

const { rig, site, backup, asBackedUp, type, attribute, objects, into } = await tinyRulesRig();
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
