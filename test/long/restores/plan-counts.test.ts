/** What a plan counts is what the run writes, also where the structure isn't as it was. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tinyRig } from '../../support/restores/tiny-rig.ts';

const { rig, site, type, objects, labelled, attribute, valuesOf, set, into } = await tinyRig();

const OFFICES = 17;
const retired = { name: 'Retired', category: 0, description: '', schemaId: rig.schemaId('Tiny') };

function dropOwnStatuses(): void {
  for (const { id, schemaId } of site.statuses.values())
    if (schemaId === retired.schemaId) site.statuses.delete(id);
}

/** A status of the schema's own, which every office has, and a backup of that. */
async function retireOffices() {
  dropOwnStatuses();
  const id = site.nextId();
  site.statuses.set(id, { id, ...retired });
  for (const office of objects('Office')) set(office, 'State', [{ status: id }]);
  return { id, backup: await rig.backUp('Tiny') };
}

test('a status that was renamed is the same one, and no reason to write', async () => {
  const { id, backup } = await retireOffices();
  site.statuses.get(id)!.name = 'Out of use';
  const { plan, facts } = await rig.restore(backup, into('Tiny'));
  assert.deepEqual([plan.statuses, plan.objects.update], [[], 0]);
  assert.deepEqual([facts.updated, facts.writes], [0, 0]);
  assert.deepEqual(valuesOf(labelled('Office 1'), 'State'), [{ status: id }]);
});

test('a status that was deleted is made again: the plan counts the objects that get it, and none of them as refused', async () => {
  const { backup } = await retireOffices();
  const active = [...site.statuses.values()].find(({ name }) => name === 'Active')!;
  for (const office of objects('Office')) set(office, 'State', [{ status: active.id }]);
  dropOwnStatuses();
  const state = site.attributes.get(attribute(labelled('Office 1'), 'State'))!;
  state.minimum = 1;
  site.deleteObject(labelled('Office 17').id);
  const { plan, facts } = await rig.restore(backup, into('Tiny'));
  assert.deepEqual(plan.statuses, ['Retired']);
  assert.deepEqual(plan.objects, { create: 1, update: OFFICES - 1, leave: 3 });
  assert.deepEqual([plan.conflicts, plan.outcome?.failing], [[], 0]);
  assert.deepEqual([facts.created, facts.updated, facts.left], [1, OFFICES - 1, 3]);
  state.minimum = 0;
});

test('values of an attribute that is not made are no reason to write, neither in the plan nor in the run', async () => {
  const backup = await rig.backUp('Tiny');
  const office = type('Office');
  site.removeAttribute(site.attributes.get(attribute(labelled('Office 1'), 'Opened'))!);
  site.addAttribute(office.id, 'Opened', { type: 2 });
  const { plan, facts } = await rig.restore(backup, into('Tiny'));
  assert.deepEqual(plan.objects, { create: 0, update: 0, leave: 20 });
  assert.deepEqual(plan.conflicts, [], 'the notes tell of it');
  assert.ok(plan.notes.some((note) => note.includes('a different type of attribute')));
  assert.deepEqual([facts.updated, facts.left, facts.valuesLeftOut], [0, 20, OFFICES]);
});
