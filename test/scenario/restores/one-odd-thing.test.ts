import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '../../../simulator/faults/fault.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'demo' }]);
await rig.work();
const { settings } = rig.here;
const schema = { name: 'Copy', key: 'COPY' };
const refusing = (fault: { path: string; sent?: string; status: number }): Fault => ({
  kind: 'answer',
  method: 'POST',
  text: '{"errorMessages":["Internal."]}',
  probability: 1,
  ...fault,
});

test('an object that the site never answers fails by itself, and a refused status is told', async () => {
  const backup = await rig.backUp('Computers');
  settings.faults = [
    refusing({ path: '/object/create$', sent: '"Laptop 15"', status: 500 }),
    refusing({ path: '/config/statustype$', status: 409 }),
  ];
  const { facts } = await rig.restore(backup, { ...NEW_SCHEMA, schema });
  settings.faults = [];
  // Two laptops have this name.
  assert.deepEqual([facts.created, facts.failed], [1218, 2]);
  assert.match(facts.notes.join(), /refused the status ".+": Internal\. Values with it/);
});

test('a refused object type is named', async () => {
  const backup = await rig.backUp('Offices');
  settings.faults = [refusing({ path: '/objecttype/create$', status: 422 })];
  await assert.rejects(
    rig.restore(backup, { ...NEW_SCHEMA, schema: { name: 'Offices 2', key: 'OFF2' } }),
    /refused the object type ".+": Internal\./,
  );
});
