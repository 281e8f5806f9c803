import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '../../../simulator/faults/fault.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

// Each update that is never answered is waited for twice.
const rig = await RestoreRig.start([{ seed: 'demo' }], { patienceMs: 3_000 });
await rig.work();
const { settings } = rig.here;
const { site } = rig.here.world;
const small = site.addSchema('Small', 'SMALL');
const smallType = site.addType(small.id, 'Thing');
const smallLabel = site.labelAttributeOf(smallType.id).id;
const [, odd] = ['One', 'Odd', 'Two'].map((label) =>
  site.addObject(smallType.id, { [smallLabel]: [label] }),
);
const schema = { name: 'Copy', key: 'COPY' };
const refusing = (fault: {
  method?: string;
  path: string;
  sent?: string;
  status: number;
}): Fault => ({
  kind: 'answer',
  method: 'POST',
  text: '{"errorMessages":["Internal."]}',
  probability: 1,
  ...fault,
});

test('an object that the site never answers fails by itself, and a refused status is told', async () => {
  const backup = await rig.backUp('Computers');
  settings.faults = [
    refusing({ path: '/object/create$', sent: '"Laptop 15"', status: 500 }),
    refusing({ path: '/config/statustype$', status: 409 }),
  ];
  const { facts } = await rig.restore(backup, { ...NEW_SCHEMA, schema });
  settings.faults = [];
  // Two laptops have this name.
  assert.deepEqual([facts.created, facts.failed], [1218, 2]);
  assert.match(facts.notes.join(), /refused the status ".+": Internal\. Values with it/);
});

test('a refused object type is named', async () => {
  const backup = await rig.backUp('Offices');
  settings.faults = [refusing({ path: '/objecttype/create$', status: 422 })];
  await assert.rejects(
    rig.restore(backup, { ...NEW_SCHEMA, schema: { name: 'Offices 2', key: 'OFF2' } }),
    /refused the object type ".+": Internal\./,
  );
});

test('an attribute for the original keys that the site does not delete ends no restore, and is told', async () => {
  const backup = await rig.backUp('Offices');
  settings.faults = [
    refusing({ method: 'DELETE', path: '/objecttypeattribute/[0-9]+$', status: 409 }),
  ];
  const { facts } = await rig.restore(backup, {
    ...NEW_SCHEMA,
    schema: { name: 'Offices 3', key: 'OFF3' },
  });
  settings.faults = [];
  assert.equal(facts.failed, 0);
  assert.ok(facts.created > 0);
  assert.match(
    facts.notes.join(),
    /"Original key" is still there: the destination refused to delete it\. .*Internal\..* Change it in Assets\./,
  );
});

test('an update that the site never answers is left out with its words, and the others are written', async () => {
  const backup = await rig.backUp('Offices');
  const schemaId = rig.schemaId('Offices');
  const type = site.typesOf(schemaId).find(({ id }) => site.objects.idsOfType(id).length > 2)!;
  const label = site.labelAttributeOf(type.id).id;
  const [odd, ...others] = site.objects
    .idsOfType(type.id)
    .slice(0, 3)
    .map((id) => site.objects.get(id)!);
  const labelsNow = () => [odd!, ...others].map(({ id }) => site.labelOf(site.objects.get(id)!));
  const [oddLabel, ...otherLabels] = labelsNow();
  for (const each of [odd!, ...others]) site.updateObject(each, { [label]: [`Other ${each.id}`] });
  const path = `/object/${odd!.id}$`;
  settings.faults = [{ path, method: 'PUT', kind: '500', probability: 1 }];
  const into = { ...NEW_SCHEMA, schema: { id: String(schemaId) } };
  const { id, facts } = await rig.restore(backup, into);
  settings.faults = [];
  assert.deepEqual([facts.updated, facts.valuesLeftOut, facts.failed], [2, 1, 0]);
  const line = (await rig.lines(id)).find(({ targetId }) => targetId === String(odd!.id));
  assert.equal(line?.outcome, 'left');
  assert.deepEqual(
    line.leftOut?.map(({ reason }) => reason),
    [
      'The destination says: status 500: The pretend site was told to fail (each time the object was updated)',
    ],
  );
  assert.deepEqual(labelsNow(), [`Other ${odd!.id}`, ...otherLabels]);
  await rig.restore(backup, into);
  assert.deepEqual(labelsNow(), [oddLabel, ...otherLabels], 'the next restore writes it');
});

test('of few objects, or as the only one, an object that is never answered fails by itself, too', async () => {
  const backup = await rig.backUp('Small');
  const into = { ...NEW_SCHEMA, schema: { id: String(small.id) } };
  settings.faults = [refusing({ path: '/object/create$', sent: '"Odd"', status: 500 })];
  const few = await rig.restore(backup, { ...NEW_SCHEMA, schema: { name: 'Few', key: 'FEW' } });
  assert.deepEqual([few.facts.created, few.facts.failed], [2, 1]);
  const line = (await rig.lines(few.id)).find(({ outcome }) => outcome === 'failed');
  assert.match(
    line?.reason ?? '',
    /didn't answer any of 6 attempts to create this object \(status 500: Internal\)/,
  );
  site.updateObject(odd!, { [smallLabel]: ['Renamed'] });
  const path = `/object/${odd!.id}$`;
  settings.faults = [{ path, method: 'PUT', kind: '500', probability: 1 }];
  const { facts } = await rig.restore(backup, into);
  settings.faults = [];
  assert.deepEqual([facts.updated, facts.left, facts.valuesLeftOut], [0, 3, 1]);
});

test('a site that takes no creates at all ends the restore, which can be resumed', async () => {
  const backup = await rig.backUp('Small');
  settings.faults = [refusing({ path: '/object/create$', status: 500 })];
  const down = rig.restore(backup, { ...NEW_SCHEMA, schema: { name: 'None', key: 'NONE' } });
  await assert.rejects(down, /repeatedly didn't answer when objects were created/);
  settings.faults = [];
});
