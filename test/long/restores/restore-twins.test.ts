import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([
  { seed: 'twins', settings: { otherSchemaChecked: true } },
  { seed: 'other' },
]);
await rig.work();
const { site, isDataCenter } = rig.here.world;
const KEYS = { Left: 'LEFT', Right: 'RIGHT' } as const;
type Side = keyof typeof KEYS;
const openToOthers = (side: Side): void => {
  site.schemas.get(rig.schemaId(side))!.properties['allowOtherObjectSchema'] = true;
};
const anew = (side: Side) => ({ ...NEW_SCHEMA, schema: { name: side, key: KEYS[side] } });
const into = (side: Side) => ({ ...NEW_SCHEMA, schema: { id: String(rig.schemaId(side)) } });
/** No Data Center tells the switches of a schema. */
const contentOf = (side: Side) =>
  canonicalSchema(site, rig.schemaId(side), { properties: !isDataCenter });
const backups = { Left: await rig.backUp('Left'), Right: await rig.backUp('Right') };
const asBackedUp = { Left: contentOf('Left'), Right: contentOf('Right') };

test('one of two schemas that refer to each other is restored beside the other: its references lead where they led', async () => {
  site.deleteSchema(rig.schemaId('Left'));
  const { facts } = await rig.restore(backups.Left, anew('Left'));
  assert.deepEqual([facts.created, facts.failed, facts.valuesLeftOut, facts.notes], [18, 0, 0, []]);
  assert.deepEqual(contentOf('Left'), asBackedUp.Left);
  openToOthers('Left');
  const back = await rig.restore(backups.Right, into('Right'));
  assert.deepEqual([back.facts.created, back.facts.failed], [0, 0]);
});

for (const [first, second] of [
  ['Left', 'Right'],
  ['Right', 'Left'],
] as const) {
  test(`both deleted, ${first} restored, then ${second}, then ${first} once more: both are as they were, and so are filters that name the other one by its id`, async () => {
    for (const side of ['Left', 'Right'] as const) site.deleteSchema(rig.schemaId(side));
    const alone = await rig.restore(backups[first], anew(first));
    assert.equal(alone.facts.failed, 0);
    assert.ok(
      alone.plan.notes.some((note) => note.includes("doesn't exist on the destination")) &&
        alone.facts.notes.length > 0,
      'what has nothing to refer to is told before and after',
    );
    openToOthers(first);
    const other = await rig.restore(backups[second], anew(second));
    assert.equal(other.facts.failed, 0);
    openToOthers(second);
    const last = await rig.restore(backups[first], into(first));
    assert.deepEqual([last.facts.created, last.facts.failed, last.facts.valuesLeftOut], [0, 0, 0]);
    assert.deepEqual(
      last.facts.notes.filter((note) => note.startsWith('The filter of the attribute')),
      [],
      'the schema that the filter names has another id now, which is known',
    );
    for (const side of [first, second]) {
      const { objects, types } = contentOf(side);
      assert.deepEqual(objects, asBackedUp[side].objects);
      assert.deepEqual(types, asBackedUp[side].types);
    }
    const filters = [...site.attributes.values()].map(({ qlQuery = '' }) => qlQuery);
    assert.ok(filters.some((each) => each.includes(`objectSchemaId = ${rig.schemaId('Right')} `)));
    assert.equal((await rig.restore(backups[first], into(first))).facts.writes, 0);
  });
}

test('a schema that does not let others refer to it costs references, and no object', async () => {
  for (const side of ['Left', 'Right'] as const)
    site.schemas.get(rig.schemaId(side))!.properties['allowOtherObjectSchema'] = false;
  const { facts, id } = await rig.restore(backups.Left, {
    ...NEW_SCHEMA,
    schema: { name: 'Left again', key: 'AGAIN' },
  });
  assert.deepEqual([facts.created, facts.failed], [18, 0]);
  const leftOut = (await rig.lines(id)).flatMap(({ leftOut: some = [] }) => some);
  assert.equal(leftOut.length, facts.valuesLeftOut);
  assert.ok(
    leftOut.length >= 18 && leftOut.every(({ reason }) => reason.includes('does not allow it')),
  );
  assert.equal((await rig.check(id)).differingCount, 0);
});

test('on another site one comes first without its references, and gets them after the other', async () => {
  const there = { targetId: rig.other! };
  await rig.restore(backups.Left, { ...anew('Left'), ...there });
  await rig.restore(backups.Right, { ...anew('Right'), ...there });
  const id = String(rig.schemaId('Left', rig.there!));
  const { facts } = await rig.restore(backups.Left, { ...NEW_SCHEMA, ...there, schema: { id } });
  assert.deepEqual([facts.created, facts.failed, facts.valuesLeftOut], [0, 0, 0]);
  for (const side of ['Left', 'Right'] as const)
    assert.deepEqual(
      canonicalSchema(rig.there!.world.site, rig.schemaId(side, rig.there!)).objects,
      asBackedUp[side].objects,
    );
});
