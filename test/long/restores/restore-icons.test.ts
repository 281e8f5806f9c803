import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ABSENCES } from '../../../simulator/world/settings.ts';
import type { Simulator } from '../../../simulator/start-simulator.ts';
import type { Fault } from '../../../simulator/faults/fault.ts';
import { drawPng } from '../../../simulator/kernel/draw-png.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import type { RestoreWish } from '../../../src/core/use-cases/restores/restore-wish.ts';
import { NEW_SCHEMA, RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'demo' }, { seed: 'other' }]);
await rig.work();
const [here, there] = [rig.here, rig.there!];
/** Small, and of a type with an icon that no listing has. */
const SCHEMA = 'Services';
const services = here.world.site.schemas.get(rig.schemaId(SCHEMA))!;
for (const type of here.world.site.typesOf(services.id))
  for (const id of here.world.site.objects.idsOfType(type.id).slice(3))
    here.world.site.objects.remove(id, here.world.now());

const iconOf = (site: Simulator, schemaId: number) => {
  const type = site.world.site.typesOf(schemaId).find(({ name }) => name === 'Service')!;
  return site.world.site.icons.get(type.iconId)!;
};
let schemas = 0;
const wishFor = (site: Simulator): RestoreWish => {
  schemas += 1;
  const schema = { name: `Services ${schemas}`, key: `SVC${schemas}` };
  return { ...NEW_SCHEMA, schema, targetId: site === there ? rig.other : undefined };
};
const restored = (site: Simulator): number => rig.schemaId(`Services ${schemas}`, site);

test('on its own site a type has its own icon, on another one the same picture, which is sent once', async () => {
  const backup = await rig.backUp(SCHEMA);
  const own = iconOf(here, services.id);
  await rig.restore(backup, wishFor(here));
  assert.equal(iconOf(here, restored(here)).id, own.id);
  const { plan } = await rig.restore(backup, wishFor(there));
  assert.ok(plan.notes.some((note) => note.includes(own.name)));
  const brought = iconOf(there, restored(there));
  assert.ok(brought.bytes!.equals(own.bytes!));
  await rig.restore(backup, wishFor(there));
  assert.equal(iconOf(there, restored(there)).id, brought.id);
  assert.equal(there.cloud.media.files.size, 1);
});

test('an icon is made once, whatever became of the answer', async () => {
  const backup = await backUpWith('Lost answer');
  const lost: Fault = { path: 'icon/create$', kind: 'cut-after', probability: 1, times: 1 };
  there.settings.faults = [lost];
  await rig.restore(backup, wishFor(there));
  there.settings.faults = [];
  const made = [...there.world.site.icons.values()].filter(({ name }) => name === 'Lost answer');
  assert.deepEqual(
    made.map(({ id }) => id),
    [iconOf(there, restored(there)).id],
  );
});

test('an icon that the site does not take is listed, and the restore goes on', async () => {
  const backup = await backUpWith('Not taken');
  for (const answer of ABSENCES) {
    there.settings.absent = { 'icon-upload': answer };
    const { plan, facts } = await rig.restore(backup, wishFor(there));
    assert.deepEqual(
      plan.unresolved.filter(({ kind }) => kind === 'icon').map(({ name }) => name),
      ['Not taken'],
      String(answer),
    );
    assert.equal(facts.failed, 0);
  }
  there.settings.absent = {};
  there.settings.mediaTokenMs = 0;
  const { facts } = await rig.restore(backup, wishFor(there));
  there.settings.mediaTokenMs = 600_000;
  assert.ok(facts.notes.some((note) => note.includes('Not taken') && note.includes('401')));
});

/** With an icon that the other site has not. */
async function backUpWith(name: string): Promise<RunId> {
  Object.assign(iconOf(here, services.id), { name, bytes: drawPng(name, 48) });
  return rig.backUp(SCHEMA);
}
