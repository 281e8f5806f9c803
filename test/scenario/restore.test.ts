import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalSchema } from '../../simulator/canonical.ts';
import { NEW_SCHEMA, restoreRig } from '../support/restore-rig.ts';

const rig = await restoreRig([{ seed: 'demo' }, { seed: 'other' }]);
await rig.work();
const { here } = rig;

test('back up, delete the schema, restore as new: the content is the same, at one call an object', async () => {
  for (const user of here.world.site.users.values()) Object.assign(user, { active: true, deleted: false });
  const backup = await rig.backUp('Computers');
  const before = canonicalSchema(here.world.site, rig.schemaId('Computers'));
  here.world.site.deleteSchema(rig.schemaId('Computers'));
  here.world.stats.reset();
  const { id, facts } = await rig.restore(backup, { ...NEW_SCHEMA, schema: { name: 'Computers', key: 'COMP' } });
  const { calls } = here.world.stats.json as { calls: number };
  assert.equal(facts.created, 1220);
  assert.ok(calls <= 1.06 * 1220, `${calls} calls`);
  assert.deepEqual(canonicalSchema(here.world.site, rig.schemaId('Computers')), before);
  assert.deepEqual(await rig.check(id), { compared: 1220, equal: 1220, explained: 0, missing: 0, differing: [], differingCount: 0, structure: [] });
});
