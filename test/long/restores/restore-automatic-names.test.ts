/** The attribute "Name", which Assets makes with every type, where it was given other rules. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import type { SimAttribute } from '../../../simulator/site/records/model.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'tiny' }]);
await rig.work();
const { site, settings } = rig.here.world;

/** A schema with one type, whose "Name" was changed; an undefined name is none. */
function plantThings(
  name: string,
  key: string,
  rules: Partial<SimAttribute>,
  names: readonly (string | undefined)[],
): number {
  const schema = site.addSchema(name, key, '');
  const type = site.addType(schema.id, 'Thing');
  const label = site.labelAttributeOf(type.id);
  site.changeAttribute(label, rules);
  for (const each of names)
    site.addObject(type.id, each === undefined ? {} : { [label.id]: [each] });
  return schema.id;
}

const nameAttributeOf = (schema: string): SimAttribute => {
  const [type] = site.typesOf(rig.schemaId(schema));
  return site.labelAttributeOf(type!.id);
};

test('the name of a new type gets its rules, and objects without a name are made', async () => {
  const rules = { name: 'Title', minimum: 0, unique: true, hidden: true, defaultTypeId: 9 };
  const planted = plantThings('Things', 'THI', rules, ['One', 'Two', undefined]);
  const backup = await rig.backUp('Things');
  const wish = { ...NEW_SCHEMA, schema: { name: 'Things again', key: 'THA' } };
  const { id, facts } = await rig.restore(backup, wish);
  assert.deepEqual([facts.created, facts.failed, facts.notes], [3, 0, []]);
  const made = rig.schemaId('Things again');
  const content = (schemaId: number) => canonicalSchema(site, schemaId, { schemaName: false });
  assert.deepEqual(content(made), content(planted));
  const check = await rig.check(id);
  assert.deepEqual([check.differingCount, check.structure], [0, []]);
});

test('a plan counts the call that makes the name unique', async () => {
  const wish = { ...NEW_SCHEMA, schema: { name: 'Things counted', key: 'THC' } };
  const { plan } = await rig.plan(await rig.backUp('Things'), wish);
  site.changeAttribute(nameAttributeOf('Things'), { unique: false });
  const { plan: without } = await rig.plan(await rig.backUp('Things'), wish);
  assert.equal(plan.calls, without.calls + 1);
});

test('what the site refuses of the name costs no other rule, and is in the report', async () => {
  const rules = { name: 'Code', minimum: 0, unique: true, defaultTypeId: 9 };
  plantThings('Codes', 'COD', rules, ['A', undefined]);
  const backup = await rig.backUp('Codes');
  settings.uniqueMax = 0;
  settings.faults = [
    {
      path: '/objecttypeattribute/',
      method: 'PUT',
      sent: '"defaultTypeId":9',
      kind: 'answer',
      status: 409,
      text: '{"errorMessages":["Internal."]}',
      probability: 1,
    },
  ];
  const wish = { ...NEW_SCHEMA, schema: { name: 'Codes again', key: 'COA' } };
  const { facts } = await rig.restore(backup, wish);
  assert.deepEqual([facts.created, facts.failed], [2, 0]);
  const { name, minimum, unique, defaultTypeId } = nameAttributeOf('Codes again');
  assert.deepEqual(
    { name, minimum, unique, defaultTypeId },
    { name: 'Code', minimum: 0, unique: false, defaultTypeId: 0 },
  );
  const refusals = facts.notes.filter((note) =>
    note.startsWith('The destination refused to change the attribute "Code" of Thing: '),
  );
  assert.equal(refusals.length, 2, 'its kind, and that it is unique');
});
