import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const LARGE_IDS = { settings: { largeIds: true } };

test('a schema whose ids have 19 digits is backed up, restored as a copy and checked', async () => {
  const rig = await RestoreRig.start([{ seed: 'cycles', ...LARGE_IDS }]);
  await rig.work();
  const { site } = rig.here.world;
  const [schema] = site.schemas.values();
  const backup = await rig.backUp(schema!.name);
  const { id, facts } = await rig.restore(backup, {
    ...NEW_SCHEMA,
    schema: { name: 'Copy', key: 'COPY' },
  });
  assert.deepEqual(
    [facts.created, facts.failed, facts.valuesLeftOut, facts.notes],
    [241, 0, 0, []],
  );
  const { compared, equal } = await rig.check(id);
  assert.deepEqual([compared, equal], [241, 241]);
  const copy = [...site.schemas.values()].at(-1)!;
  assert.notEqual(copy.id, schema!.id);
  assert.deepEqual(
    canonicalSchema(site, copy.id, { schemaName: false }),
    canonicalSchema(site, schema!.id, { schemaName: false }),
  );
});
