import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'tiny' }]);
await rig.work();
const { here } = rig;
const { site } = here.world;
const tinyId = rig.schemaId('Tiny');
const tiny = site.requireSchema(tinyId);
tiny.properties = { allowOtherObjectSchema: true, serviceDescCustomersEnabled: true };
const backup = await rig.backUp('Tiny');
const canonical = (id: number) => canonicalSchema(site, id, { schemaName: false });
const asBackedUp = canonical(tinyId);

test('switches come back with a schema that is made, once', async () => {
  const wish = { ...NEW_SCHEMA, schema: { name: 'Copy', key: 'COPY' } };
  const { facts, id } = await rig.restore(backup, wish);
  const checked = await rig.check(id);
  assert.deepEqual(canonical(Number(facts.schemaId)), asBackedUp);
  assert.deepEqual([facts.notes, checked.structure], [[], []]);
  const again = await rig.restore(backup, { ...NEW_SCHEMA, schema: { id: facts.schemaId } });
  assert.equal(again.facts.writes, 0);
});

test('a schema that was there keeps its switches, unless chosen otherwise', async () => {
  tiny.properties = { allowOtherObjectSchema: false };
  const into = { ...NEW_SCHEMA, schema: { id: String(tinyId) } };
  const { plan } = await rig.restore(backup, into);
  assert.deepEqual(
    plan.differences.map(({ what, here: there, backup: saved }) => [what, there, saved]),
    [
      ['references from other schemas', 'off', 'on'],
      ['access for portal customers', 'off', 'on'],
    ],
  );
  assert.equal(tiny.properties['allowOtherObjectSchema'], false);
  const changed = await rig.restore(backup, { ...into, changeDefinitions: true });
  assert.deepEqual([changed.plan.calls, changed.facts.writes], [1, 1]);
  assert.deepEqual(canonical(tinyId), asBackedUp);
});

test('a site that does not tell switches is backed up all the same, and says why', async () => {
  here.settings.faults = [
    {
      path: 'global/config/objectschema',
      kind: 'answer',
      probability: 1,
      status: 403,
      text: '{"message":"no"}',
    },
  ];
  const taken = await rig.backUp('Tiny');
  here.settings.faults = [];
  const { parts } = await rig.stores.backups.get(rig.tenant, taken);
  const properties = parts.find(({ name }) => name === 'properties');
  assert.equal(properties?.status, 'unavailable');
  assert.match(properties.message ?? '', /\(status 403\)/);
});
