/** Unique values that changed hands since the backup, also where the label is one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const NAMES = ['One', 'Two', 'Three', 'Four', 'Five'];

const rig = await RestoreRig.start([{ seed: 'tiny' }]);
await rig.work();
const { site } = rig.here.world;
const schema = site.addSchema('Unique', 'UNI');
const type = site.addType(schema.id, 'Thing');
const label = site.labelAttributeOf(type.id);
Object.assign(label, { unique: true, minimum: 1 });
const next = site.addAttribute(type.id, 'Next', {
  type: 1,
  referenceTypeId: [...site.referenceTypes.keys()][0]!,
  referenceObjectTypeId: type.id,
}).id;
const ids = NAMES.map((name) => site.addObject(type.id, { [label.id]: [name] }).id);
const [one, two, three, four, five] = ids as [number, number, number, number, number];
const put = (id: number, name: string): unknown =>
  site.updateObject(site.objects.require(id), { [label.id]: [name] });
const namesOf = (wanted: readonly number[]): string[] =>
  wanted.map((id) => site.labelOf(site.objects.require(id)));

test('an object that is created gets its required unique value from one that has it meanwhile', async () => {
  site.updateObject(site.objects.require(five), { [next]: [{ ref: four }] });
  const backup = await rig.backUp('Unique');
  site.deleteObject(four);
  put(five, 'Four');
  for (const [id, name] of [
    [one, 'Two'],
    [two, 'Three'],
    [three, 'One'],
  ] as const)
    put(id, name);
  const { id, facts } = await rig.restore(backup, {
    ...NEW_SCHEMA,
    schema: { id: String(schema.id) },
  });
  const { created, updated, failed, valuesLeftOut } = facts;
  assert.deepEqual(
    { created, updated, failed, valuesLeftOut },
    { created: 1, updated: 4, failed: 0, valuesLeftOut: 0 },
  );
  assert.deepEqual(namesOf([one, two, three, five]), ['One', 'Two', 'Three', 'Five']);
  const [made] = site.objects.require(five).values[next] as [{ ref: number }];
  assert.deepEqual(namesOf([made.ref]), ['Four']);
  assert.equal((await rig.check(id)).differingCount, 0);
});
