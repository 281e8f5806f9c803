import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Backup } from '../../../src/core/backups/backup.ts';
import { RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'demo' }], { patienceMs: 5_000 });
await rig.work();
const { settings, world } = rig.here;
/** A page of ids without values. */
const CENSUS = world.isDataCenter
  ? { path: '/aql/objects$', query: 'resultPerPage=999&includeAttributes=false' }
  : { path: '/object/aql$', query: 'maxResults=999' };

test('where the site answers no census, a backup reads everything and says so', async () => {
  const leanedOn = await backUp();
  settings.faults = [{ ...CENSUS, kind: '500', probability: 1 }];
  const without = await backUp();
  settings.faults = [];
  assert.deepEqual(objectsOf(without)?.counts, objectsOf(leanedOn)?.counts);
  assert.equal(without.objectsRead?.takenOver, undefined);
  const shortfall = objectsOf(without)?.message ?? '';
  assert.equal(objectsOf(without)?.status, 'incomplete');
  assert.match(shortfall, /^The site repeatedly failed to list the objects without their values/);
});

async function backUp(): Promise<Backup> {
  const id = await rig.backUp('Offices');
  return rig.stores.backups.get(rig.tenant, id);
}

const objectsOf = ({ parts }: Backup) => parts.find(({ name }) => name === 'objects');
