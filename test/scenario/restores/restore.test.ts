import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

/** In the order in which one refers to the other. */
const DEMO = [
  ['Offices', 'OFFICE'],
  ['People', 'PEOPLE'],
  ['Computers', 'COMP'],
  ['Services', 'SVC'],
  ['Licences', 'LIC'],
] as const;
const rig = await RestoreRig.start([{ seed: 'demo' }]);
await rig.work();
const { here } = rig;
const { site, stats, isDataCenter } = here.world;
/** Types of deleted schemas are asked for twice each, some time apart: so much for a verdict. */
const VERDICTS = 'GET /jsm/assets/workspace/:ws/v1/objecttype/:id';
const callsOf = (): number => stats.json.calls - (stats.json.byTemplate[VERDICTS]?.calls ?? 0);
/** No Data Center tells the switches of a schema. */
const contentOf = (name: string) =>
  canonicalSchema(site, rig.schemaId(name), { properties: !isDataCenter });
for (const user of site.users.values()) Object.assign(user, { active: true, deleted: false });
for (const type of site.typesOf(rig.schemaId('Licences')))
  // A few tell as much.
  for (const id of site.objects.idsOfType(type.id).slice(150)) site.objects.remove(id, site.now());

test('the schemas of a company are backed up, all of them deleted, and restored one after the other: the content is the same, across schemas too', async (t) => {
  const kept = [];
  for (const [name, key] of DEMO)
    kept.push({
      name,
      key,
      backup: await rig.backUp(name),
      before: contentOf(name),
      size: site.objectCount(rig.schemaId(name)),
    });
  for (const { name } of kept) site.deleteSchema(rig.schemaId(name));
  for (const { name, key, backup, size } of kept)
    await t.test(`${name}: everything is made, at one call an object`, async () => {
      stats.reset();
      const { id, plan, facts } = await rig.restore(backup, {
        ...NEW_SCHEMA,
        schema: { name, key },
      });
      // Those for roles, properties, pictures and the order of attributes go by types.
      if (name === 'Computers' && !isDataCenter)
        assert.ok(
          callsOf() <= 1.07 * size && facts.writes <= 1.05 * size,
          `${callsOf()} calls with those of the plan, ${facts.writes} writes for ${size} objects`,
        );
      assert.deepEqual(
        [
          facts.created,
          facts.updated,
          facts.left,
          facts.skipped,
          facts.failed,
          facts.valuesLeftOut,
          facts.notes,
        ],
        [size, 0, 0, 0, 0, 0, []],
      );
      assert.deepEqual(
        [plan.objects, plan.unresolved, plan.conflicts, plan.blockers],
        [{ create: size, update: 0, leave: 0 }, [], [], []],
      );
      assert.deepEqual(await rig.check(id), {
        compared: size,
        equal: size,
        explained: 0,
        kept: 0,
        missing: 0,
        differing: [],
        keptObjects: [],
        missingObjects: [],
        differingCount: 0,
        structure: [],
      });
    });
  for (const { name, before } of kept) assert.deepEqual(contentOf(name), before);
});

test('a chosen type brings its parents without their objects; references that only the new types could take are told of before, and cost no call', async () => {
  const backup = await rig.backUp('Computers');
  const virtual = site
    .typesOf(rig.schemaId('Computers'))
    .find(({ name }) => name === 'Virtual server')!;
  const { plan, facts, id } = await rig.restore(backup, {
    ...NEW_SCHEMA,
    typeIds: [String(virtual.id)],
    schema: { name: 'Virtual only', key: 'VIRTUAL' },
  });
  assert.deepEqual(
    plan.types.map(({ name, cameAlong, objects }) => [name, cameAlong, objects]),
    [
      ['Computer', true, 0],
      ['Server', true, 0],
      ['Virtual server', false, 200],
    ],
  );
  assert.deepEqual(
    plan.conflicts.map(({ attribute, count }) => [attribute, count]),
    [['Host', 200]],
  );
  assert.deepEqual(
    [facts.created, facts.failed, facts.valuesLeftOut, facts.objectWrites],
    [200, 0, 200, 200],
  );
  const check = await rig.check(id);
  assert.deepEqual([check.missing, check.differingCount, check.explained], [0, 0, 200]);
});
