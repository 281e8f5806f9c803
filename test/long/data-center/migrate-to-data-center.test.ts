import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SimAttribute } from '../../../simulator/site/records/model.ts';
import { acquaint, migratedContent } from '../../support/restores/migrated-content.ts';
import { objectsOf, valuesOf } from '../../support/restores/migration-rig.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'tiny' }, { seed: 'dc' }]);
await rig.work();
const here = rig.here.world.site;
const there = rig.there!.world.site;
acquaint(here, there);
const to = (name: string, key: string) => ({
  ...NEW_SCHEMA,
  targetId: rig.other!,
  schema: { name, key },
});

test('a schema of Cloud moves to a Data Center, its people found by email', async () => {
  const content = migratedContent(here, rig.schemaId('Tiny'));
  const { facts, id, plan } = await rig.restore(await rig.backUp('Tiny'), to('Tiny', 'TINY'));
  assert.deepEqual([facts.failed, facts.valuesLeftOut], [0, 0]);
  assert.deepEqual(plan.conflicts, []);
  assert.deepEqual(migratedContent(there, rig.schemaId('Tiny', rig.there!)), content);
  const { missing, differingCount, structure } = await rig.check(id);
  assert.deepEqual(
    { missing, differingCount, structure },
    { missing: 0, differingCount: 0, structure: [] },
  );
});

test('an icon that was brought to the schema there beforehand is found by its name', async () => {
  const office = here.typesOf(rig.schemaId('Tiny')).find(({ name }) => name === 'Office')!;
  const { iconId } = office;
  here.icons.set('901', { id: '901', name: 'Our logo' });
  here.changeType(office, { iconId: '901' });
  const prepared = there.addSchema('Prepared', 'PREP', '');
  there.icons.set('902', { id: '902', name: 'Our logo', schemaId: prepared.id });
  const { plan } = await rig.restore(await rig.backUp('Tiny'), {
    ...NEW_SCHEMA,
    targetId: rig.other!,
    schema: { id: String(prepared.id) },
  });
  assert.deepEqual(
    plan.unresolved.filter(({ kind }) => kind === 'icon'),
    [],
  );
  const made = there.typesOf(prepared.id).find(({ name }) => name === 'Office');
  assert.equal(made?.iconId, '902');
  here.changeType(office, { iconId });
});

test('names that a Data Center refuses are foreseen, written otherwise, and found again', async () => {
  const schemaId = rig.schemaId('Tiny');
  const [city, office] = ['City', 'Office'].map((name) =>
    here.typesOf(schemaId).find((type) => type.name === name)!,
  );
  here.changeType(city!, { name: 'City: big' });
  const [first] = objectsOf(here, schemaId, 'City: big');
  here.updateObject(first!, { [here.labelAttributeOf(city!.id).id]: ['node.example'] });
  const status = {
    id: here.nextId(),
    name: 'Waiting for the approval of finance',
    category: 2,
    description: '',
    schemaId,
  };
  here.statuses.set(status.id, status);
  const state: SimAttribute = here.addAttribute(office!.id, 'Approval', { type: 7 });
  for (const each of objectsOf(here, schemaId, 'Office'))
    here.updateObject(each, { [state.id]: [{ status: status.id }] });
  const backup = await rig.backUp('Tiny');
  await assert.rejects(rig.plan(backup, to('Tiny: again', 'TINB')), {
    fields: {
      name: 'This site doesn\'t accept these characters in a schema name: = ; : ? . "',
    },
  });
  const { facts, plan, id } = await rig.restore(backup, to('Tiny again', 'TINB'));
  assert.ok(plan.notes.some((note) => note.includes('"City: big" as "City- big"')));
  assert.ok(plan.notes.some((note) => note.includes('as "Waiting for the approval of fi"')));
  assert.deepEqual(
    plan.conflicts.map(({ type, attribute, count, example }) => ({
      type,
      attribute,
      count,
      example,
    })),
    [{ type: 'City- big', attribute: 'Name', count: 1, example: 'node.example: node.example' }],
  );
  assert.deepEqual([facts.failed, facts.valuesLeftOut], [0, 0]);
  const made = rig.schemaId('Tiny again', rig.there!);
  assert.ok(
    objectsOf(there, made, 'City- big').some((each) => there.labelOf(each) === 'node-example'),
  );
  assert.ok(
    objectsOf(there, made, 'Office').every(
      (each) => valuesOf(there, each, 'Approval').length === 1,
    ),
  );
  const { missing, differingCount, structure } = await rig.check(id);
  assert.deepEqual(
    { missing, differingCount, structure },
    { missing: 0, differingCount: 0, structure: [] },
  );
  const again = await rig.restore(backup, {
    ...NEW_SCHEMA,
    targetId: rig.other!,
    schema: { id: String(made) },
  });
  assert.deepEqual([again.facts.created, again.facts.writes], [0, 0]);
});

test('where a Data Center takes no reference types, another one stands for them and is named', async () => {
  const schemaId = rig.schemaId('Tiny');
  const office = here.typesOf(schemaId).find((type) => type.name === 'Office')!;
  const link = {
    id: here.nextId(),
    name: 'Stands in',
    description: '',
    color: '0055cc',
    removable: true,
    schemaId,
  };
  here.referenceTypes.set(link.id, link);
  const city = here.attributesOf(office.id).find(({ name }) => name === 'City')!;
  here.changeAttribute(city, { referenceTypeId: link.id });
  rig.there!.settings.absent = { 'reference-types': 404 };
  const { facts } = await rig.restore(await rig.backUp('Tiny'), to('Tiny third', 'TINC'));
  assert.deepEqual([facts.failed, facts.valuesLeftOut], [0, 0]);
  assert.ok(facts.notes.some((note) => /reference type "Stands in".*is used instead/.test(note)));
});

test('objects that no id map knows are found by unique names, as the Data Center has them', async () => {
  const [, prepared] = [here, there].map((site) => {
    const schema = site.addSchema('Servers', 'SRV', '');
    const type = site.addType(schema.id, 'Server');
    const label = site.labelAttributeOf(type.id);
    label.unique = true;
    const name = site === here ? 'srv1.example.com' : 'srv1-example-com';
    site.addObject(type.id, { [label.id]: [name] });
    return schema.id;
  });
  const { facts, plan } = await rig.restore(await rig.backUp('Servers'), {
    ...NEW_SCHEMA,
    targetId: rig.other!,
    schema: { id: String(prepared) },
  });
  assert.deepEqual(plan.objects, { create: 0, update: 0, leave: 1 });
  assert.deepEqual([facts.created, facts.failed, facts.left], [0, 0, 1]);
});
