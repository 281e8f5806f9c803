/** References to objects that the search doesn't show, because they were archived. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SimObject, Value } from '../../../simulator/site/records/model.ts';
import { keepFew } from '../../support/restores/keep-few.ts';
import { objectsOf, valuesOf } from '../../support/restores/migration-rig.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'dc' }]);
await rig.work();
const { here } = rig;
const { site } = here.world;
const schemaId = rig.schemaId('Hardware');
keepFew(site, schemaId, 'Server', 6);
here.settings.archivedNamed = true;
const server = site.typesOf(schemaId).find(({ name }) => name === 'Server')!;
const spares = site.addAttribute(server.id, 'Spares', {
  type: 1,
  referenceObjectTypeId: server.id,
  referenceTypeId: [...site.referenceTypes.keys()][0]!,
  maximum: -1,
}).id;
const [first, second, other] = objectsOf(site, schemaId, 'Server') as [
  SimObject,
  SimObject,
  SimObject,
];
const archived = [...site.dataCenter.archived.values()][0]!.object;
const name = (of: SimObject, to: readonly { id: number }[]): void => {
  site.updateObject(site.objects.require(of.id), { [spares]: to.map(({ id }) => ({ ref: id })) });
};
const sparesOf = (of: SimObject): Value[] => valuesOf(site, site.objects.require(of.id), 'Spares');

name(first, [other, archived]);
name(second, [archived]);
const backup = await rig.backUp('Hardware');
const into = { ...NEW_SCHEMA, schema: { id: String(schemaId) } };

test('those that stand as in the backup are no reason to write, and nothing is said to be left out', async () => {
  const { plan, facts } = await rig.restore(backup, into);
  assert.equal(plan.objects.update, 0);
  assert.deepEqual([facts.writes, facts.valuesLeftOut, facts.incomplete], [0, 0, 0]);
});

test('they are sent along where their attribute is written, and named where they are gone', async () => {
  name(first, [second, archived]);
  name(second, []);
  const { id, facts } = await rig.restore(backup, into);
  assert.deepEqual(sparesOf(first), [{ ref: other.id }, { ref: archived.id }]);
  const lines = await rig.lines(id);
  assert.deepEqual(
    lines.flatMap(({ label, leftOut = [] }) => leftOut.map(({ attribute }) => [label, attribute])),
    [[site.labelOf(second), 'Spares']],
  );
  assert.deepEqual([facts.updated, facts.valuesLeftOut], [1, 1]);
  name(second, [archived]);
});

test('objects that a restore has archived stay where it put them when it is repeated', async () => {
  const wish = { ...NEW_SCHEMA, archived: true, schema: { name: 'Copy', key: 'COPY' } };
  const { facts } = await rig.restore(backup, wish);
  const made = objectsOf(site, Number(facts.schemaId), 'Server');
  const copy = made.find((each) => site.labelOf(each) === site.labelOf(first))!;
  assert.equal(sparesOf(copy).length, 2);
  for (const archivedToo of [true, false]) {
    const again = { ...wish, archived: archivedToo, schema: { id: facts.schemaId } };
    const repeated = await rig.restore(backup, again);
    assert.deepEqual([repeated.facts.writes, repeated.facts.valuesLeftOut], [0, 0]);
    assert.equal(sparesOf(copy).length, 2);
  }
});
