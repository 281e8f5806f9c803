/** Objects that people moved to another object type after the backup. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SimObject } from '../../../simulator/site/records/model.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { NEW_SCHEMA } from '../../support/restores/restore-rig.ts';
import { tinyRig } from '../../support/restores/tiny-rig.ts';

const { rig, site, backup, type, labelled, attribute, set, valuesOf, into } = await tinyRig();
const hallOf = (schema: string): number => site.addType(rig.schemaId(schema), 'Hall').id;
/** A type that offices may refer to in the place of cities. */
function capitals(): number {
  const { id: city, schemaId } = type('City');
  site.attributes.get(attribute(labelled('Office 5'), 'City'))!.includeChildren = true;
  return site.addType(schemaId, 'Capital', { parentId: city }).id;
}
const stored = ({ id }: SimObject): SimObject => structuredClone(site.objects.require(id));

const leftLines = async (id: RunId) =>
  (await rig.lines(id))
    .filter(({ reason }) => reason !== undefined)
    .sort((a, b) => (a.label < b.label ? -1 : 1))
    .map(({ label, outcome, targetId, reason }) => [label, outcome, targetId, reason]);
const why = (place: string, before: string): string =>
  `The object is in ${place} now and not in ${before} as in the backup, so it was left as it is. To restore its values, move it to ${before} in Assets, then restore again.`;

test('in the schema that was backed up, what was moved is left where it is, and references lead to it', async () => {
  const [first, second, berlin] = ['Office 1', 'Office 2', 'Berlin'].map((label) =>
    labelled(label),
  ) as [SimObject, SimObject, SimObject];
  const referring = labelled('Office 5');
  const hall = hallOf('Tiny');
  site.moveObject(first, berlin.typeId);
  site.moveObject(second, hall);
  site.moveObject(berlin, capitals());
  set(referring, 'City', []);
  const before = [first, second, berlin].map(stored);
  const { id, plan, facts } = await rig.restore(backup, into('Tiny', { clearEmpty: true }));
  assert.deepEqual(plan.objects, { create: 0, update: 1, leave: 19 });
  assert.deepEqual([facts.created, facts.updated, facts.left, facts.failed], [0, 1, 19, 0]);
  assert.deepEqual([first, second, berlin].map(stored), before);
  assert.deepEqual(await leftLines(id), [
    ['Berlin', 'left', String(berlin.id), why('Capital', 'City')],
    ['Office 1', 'left', String(first.id), why('City', 'Office')],
    ['Office 2', 'left', String(second.id), why('Hall', 'Office')],
  ]);
  const note =
    'Neither created again nor changed, because they have another object type than in the backup: 3 objects (1 in Capital instead of City, 1 in City instead of Office, 1 in Hall instead of Office). References lead to them where they are. To restore their values, move them to their former type in Assets first.';
  assert.ok(plan.notes.includes(note), plan.notes.join('\n'));
  assert.deepEqual(facts.notes, [note]);
  assert.deepEqual(valuesOf(referring, 'City'), [{ ref: berlin.id }]);
  const check = await rig.check(id);
  assert.deepEqual([check.missing, check.differingCount, check.compared], [0, 0, 20]);
  for (const { id: moved, typeId } of [first, second, berlin])
    site.moveObject(site.objects.require(moved), typeId);
});

test('in a schema that an earlier restore made, what was moved is known by its id map', async () => {
  await rig.restore(backup, { ...NEW_SCHEMA, schema: { name: 'Copy', key: 'COPY' } });
  const [moved, away] = [labelled('Office 1', 'Copy'), labelled('Office 2', 'Copy')];
  site.moveObject(moved, hallOf('Copy'));
  site.moveObject(away, hallOf('Tiny'));
  const { id, facts } = await rig.restore(backup, into('Copy'));
  assert.deepEqual([facts.created, facts.updated, facts.left], [0, 0, 20]);
  assert.deepEqual(await leftLines(id), [
    ['Office 1', 'left', String(moved.id), why('Hall', 'Office')],
    ['Office 2', 'left', String(away.id), why('another schema', 'Office')],
  ]);
  assert.equal((await rig.check(id)).missing, 0);
});
