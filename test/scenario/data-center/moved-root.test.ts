/** Upgrades of Jira that move Assets to another address while nobody looks. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dataCenterKind } from '../../../src/core/sites/kinds/data-center-kind.ts';
import { readDetails } from '../../../src/core/sites/site-kind.ts';
import { migratedContent } from '../../support/restores/migrated-content.ts';
import { keepFew } from '../../support/restores/keep-few.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'dc' }]);
await rig.work();
const { settings, world } = rig.here;
const schemaId = rig.schemaId('Hardware');
keepFew(world.site, schemaId, 'Server', 12);
const savedRoot = async (): Promise<string> =>
  readDetails(dataCenterKind, await rig.stores.sites.get(rig.tenant, rig.source.id)).root;

test('a backup finds Assets below its other root, and whoever plans a restore is told to try again', async () => {
  assert.equal(await savedRoot(), 'assets');
  settings.jiraVersion = '8.20.30';
  const backup = await rig.backUp('Hardware');
  assert.equal(await savedRoot(), 'insight');
  settings.jiraVersion = '11.3.0';
  const wish = { ...NEW_SCHEMA, schema: { name: 'Again', key: 'AGAIN' } };
  await assert.rejects(rig.plan(backup, wish), { code: 'assets-moved' });
  assert.equal(await savedRoot(), 'assets');
  const { facts } = await rig.restore(backup, wish);
  assert.deepEqual([facts.failed, facts.valuesLeftOut], [0, 0]);
  const made = migratedContent(world.site, rig.schemaId('Again'));
  assert.deepEqual(made.objects, migratedContent(world.site, schemaId).objects);
});
