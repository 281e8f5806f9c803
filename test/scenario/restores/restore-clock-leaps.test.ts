/** Backups and restores on a machine whose date leaps all the time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import { wildClock } from '../../support/clocks/wild-clock.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

test('a schema is backed up and restored as it was, limited and disturbed on the way, while the date leaps', async () => {
  const rig = await RestoreRig.start([{ seed: 'cycles' }], { clock: wildClock() });
  await rig.work();
  const { settings, site } = rig.here.world;
  const [schema] = site.schemas.values();
  assert.ok(schema);
  settings.faults = [
    { path: 'object/aql', kind: '429', probability: 1, times: 2, skip: 3 },
    { path: 'object/create', kind: '500-after', probability: 1, times: 2, skip: 20 },
  ];
  const backup = await rig.backUp(schema.name);
  const { id, facts } = await rig.restore(backup, {
    ...NEW_SCHEMA,
    schema: { name: 'Leapt', key: 'LEAPT' },
  });
  settings.faults = [];
  assert.deepEqual([facts.created, facts.failed, facts.valuesLeftOut], [241, 0, 0]);
  const { compared, equal } = await rig.check(id);
  assert.deepEqual([compared, equal], [241, 241]);
  const leapt = [...site.schemas.values()].at(-1);
  assert.ok(leapt && leapt.id !== schema.id);
  assert.deepEqual(
    canonicalSchema(site, leapt.id, { schemaName: false }),
    canonicalSchema(site, schema.id, { schemaName: false }),
  );
});
