import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalSchema } from '../../../simulator/canonical/canonical-schema.ts';
import type { Backup } from '../../../src/core/backups/backup.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'tiny' }], { patienceMs: 300 });
await rig.work();
const { settings, site } = rig.here.world;
const schemaId = rig.schemaId('Tiny');
const [office] = site.typesOf(schemaId);
const objectCount = site.objects.size;
const lists = `/objecttype/${office!.id}/attributes$`;

async function backUp(): Promise<Backup> {
  const id = await rig.backUp('Tiny');
  return rig.stores.backups.get(rig.tenant, id);
}

test('a type whose attributes the site never lists is restored as its objects show it', async () => {
  const before = canonicalSchema(site, schemaId, { schemaName: false });
  settings.faults = [{ path: lists, kind: '500', probability: 1 }];
  const backup = await backUp();
  settings.faults = [];
  const structure = backup.parts.find(({ name }) => name === 'structure');
  assert.equal(structure?.status, 'incomplete');
  assert.match(
    structure?.message ?? '',
    new RegExp(`attributes of 1 object type \\("${office!.name}"\\)`),
  );
  const [vault] = await rig.stores.storages.all(rig.tenant);
  assert.deepEqual((await vault!.verify(backup, {})).damage, []);
  const { facts } = await rig.restore(backup.id, {
    ...NEW_SCHEMA,
    schema: { name: 'Shown', key: 'SHOWN' },
  });
  assert.deepEqual([facts.failed, facts.valuesLeftOut], [0, 0]);
  const there = canonicalSchema(site, rig.schemaId('Shown'), { schemaName: false });
  assert.deepEqual(there, before);
});

for (const name of ['null', 'login-redirect', 'unauthorized', 'not-found'] as const)
  test(`a list of attributes that is always answered so ends no backup: ${name}`, async () => {
    settings.faults = [{ path: lists, kind: 'answer', name, probability: 1 }];
    const backup = await backUp();
    settings.faults = [];
    const objects = backup.parts.find((part) => part.name === 'objects');
    assert.equal(objects?.counts['object'], objectCount);
    const structure = backup.parts.find((part) => part.name === 'structure');
    assert.equal(structure?.status, 'incomplete');
  });
