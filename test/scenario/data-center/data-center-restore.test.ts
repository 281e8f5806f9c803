import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acquaint, migratedContent } from '../../support/restores/migrated-content.ts';
import { objectsOf, valuesOf } from '../../support/restores/migration-rig.ts';
import { keepFew } from '../../support/restores/keep-few.ts';
import { removeObjects } from '../../support/restores/remove-objects.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

/** The fewer, the quicker. */
const SERVERS = 30;
const OBJECTS = SERVERS + 12;
const rig = await RestoreRig.start([{ seed: 'dc' }, { seed: 'other' }]);
await rig.work();
const here = rig.here.world.site;
const there = rig.there!.world.site;
acquaint(here, there);
keepFew(here, rig.schemaId('Hardware'), 'Server', SERVERS);
const schemaId = rig.schemaId('Hardware');
const content = migratedContent(here, schemaId);
const backup = await rig.backUp('Hardware');

/** The values of an attribute that servers have, with what the server is called. */
const valuesByLabel = (ofSchema: number, name: string): unknown[] =>
  objectsOf(here, ofSchema, 'Server')
    .map((each) => [here.labelOf(each), valuesOf(here, each, name)] as const)
    .filter(([, values]) => values.length > 0)
    .toSorted(([one], [other]) => one.localeCompare(other));

test('a schema of a Data Center is restored beside itself, and what it has lost since into it', async () => {
  const wish = { ...NEW_SCHEMA, schema: { name: 'Hardware again', key: 'HWA' } };
  const { facts, id } = await rig.restore(backup, wish);
  assert.deepEqual([facts.created, facts.failed, facts.valuesLeftOut], [OBJECTS, 0, 0]);
  const made = rig.schemaId('Hardware again');
  assert.deepEqual(migratedContent(here, made), content);
  const { missing, differingCount, structure } = await rig.check(id);
  assert.deepEqual(
    { missing, differingCount, structure },
    { missing: 0, differingCount: 0, structure: [] },
  );
  const servers = objectsOf(here, made, 'Server');
  assert.equal(servers.filter((each) => valuesOf(here, each, 'Project').length > 0).length, 10);
  for (const name of ['Release', 'Runbook'])
    assert.deepEqual(valuesByLabel(made, name), valuesByLabel(schemaId, name));
  removeObjects(here, new Set(servers.slice(0, 20).map((each) => each.id)));
  const filled = await rig.restore(backup, { ...NEW_SCHEMA, schema: { id: String(made) } });
  assert.deepEqual([filled.facts.created, filled.facts.failed], [20, 0]);
  assert.deepEqual(migratedContent(here, made), content);
});

test('a schema of a Data Center moves to Cloud, its people found by email', async () => {
  const wish = { ...NEW_SCHEMA, targetId: rig.other!, schema: { name: 'Hardware', key: 'HW' } };
  const { facts, id } = await rig.restore(backup, wish);
  assert.deepEqual([facts.created, facts.failed], [OBJECTS, 0]);
  assert.deepEqual(migratedContent(there, rig.schemaId('Hardware', rig.there!)), content);
  const check = await rig.check(id);
  assert.deepEqual([check.differingCount, check.structure], [0, []]);
  const servers = objectsOf(there, rig.schemaId('Hardware', rig.there!), 'Server');
  const first = servers.find((each) => there.labelOf(each) === 'srv-001');
  assert.deepEqual(valuesOf(there, first!, 'Release'), ['1.2']);
  assert.deepEqual(valuesOf(there, first!, 'Runbook'), [
    'Runbook https://wiki.example.com/x/65601',
  ]);
});

test('values of kinds that Cloud lacks are left empty where that is chosen under Review', async () => {
  const wish = { ...NEW_SCHEMA, targetId: rig.other!, schema: { name: 'Bare', key: 'BARE' } };
  const { plan } = await rig.plan(backup, wish);
  const [group] = plan.groups!.filter(({ kind }) => kind === 'attribute');
  assert.deepEqual([group!.things, group!.values], [2, 11]);
  assert.deepEqual(
    plan.unresolved.filter(({ kind }) => kind === 'attribute').map(({ name }) => name),
    ['Server › Release', 'Server › Runbook'],
  );
  const choices = [
    { kind: 'attribute', id: 'attribute', rule: 'empty-all' },
    {
      kind: 'attribute',
      id: plan.unresolved.find(({ name }) => name.endsWith('Runbook'))!.id,
      rule: 'text',
    },
  ] as const;
  const { facts, id } = await rig.restore(backup, wish, choices);
  assert.deepEqual([facts.created, facts.valuesLeftOut], [OBJECTS, 6]);
  const servers = objectsOf(there, rig.schemaId('Bare', rig.there!), 'Server');
  const valuesIn = (name: string): number =>
    servers.filter((each) => valuesOf(there, each, name).length > 0).length;
  assert.deepEqual([valuesIn('Release'), valuesIn('Runbook')], [0, 5]);
  const check = await rig.check(id);
  assert.deepEqual([check.differingCount, check.explained], [0, 6]);
});
