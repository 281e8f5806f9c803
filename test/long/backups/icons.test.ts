import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ABSENCES } from '../../../simulator/world/settings.ts';
import type { Simulator } from '../../../simulator/start-simulator.ts';
import type { Fault } from '../../../simulator/faults/fault.ts';
import { drawPng } from '../../../simulator/kernel/draw-png.ts';
import type { HeldPart } from '../../../src/core/backups/held-part.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { Backups } from '../../../src/core/use-cases/backups/backups.ts';
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
const partOf = async (id: RunId): Promise<HeldPart> =>
  (await rig.stores.backups.get(rig.tenant, id)).parts.find(({ name }) => name === 'icons')!;
const calls = (site: Simulator, endpoint: string): number =>
  Object.entries(site.world.stats.json.byTemplate)
    .filter(([template]) => template.endsWith(endpoint))
    .reduce((sum, [, { calls: made }]) => sum + made, 0);
let schemas = 0;
const wishFor = (site: Simulator): RestoreWish => {
  schemas += 1;
  const schema = { name: `Services ${schemas}`, key: `SVC${schemas}` };
  return { ...NEW_SCHEMA, schema, targetId: site === there ? rig.other : undefined };
};
const restored = (site: Simulator): number => rig.schemaId(`Services ${schemas}`, site);

test('pictures of icons are read once a backup is complete, verified, and not read again', async () => {
  const id = await rig.backUp(SCHEMA);
  assert.deepEqual(await partOf(id).then(({ status, message }) => [status, message]), [
    'complete',
    undefined,
  ]);
  const backup = await rig.stores.backups.get(rig.tenant, id);
  const vault = rig.stores.storages.open(rig.tenant, backup.storageId);
  assert.deepEqual((await vault.verify(backup, {})).damage, []);
  const own = iconOf(here, services.id);
  const reader = await vault.openReader(backup);
  const files: Uint8Array[] = [];
  for await (const { body } of reader.records({ kind: 'iconFile' })) files.push(body as Uint8Array);
  assert.ok(files.some((file) => Buffer.from(file).equals(own.bytes!)));
  const before = calls(here, '/icon/:id/icon.png');
  assert.ok(before > 0);
  const second = await partOf(await rig.backUp(SCHEMA));
  assert.deepEqual([second.status, second.counts], ['complete', backup.parts.at(-1)!.counts]);
  assert.equal(calls(here, '/icon/:id/icon.png'), before);
});

for (const answer of ABSENCES)
  test(`a site that answers calls for icons with ${answer} has a backup without them, with the reason`, async () => {
    // Another name for the icon: what the base has is not asked for.
    iconOf(here, services.id).name += '.';
    here.settings.absent = { 'icon-bytes': answer };
    const id = await rig.backUp(SCHEMA);
    const { status, message } = await partOf(id);
    assert.equal(status, 'unavailable');
    assert.match(message ?? '', answer === 'odd' ? /no PNG/ : new RegExp(String(answer)));
    here.settings.absent = {};
    const { backups } = rig.stores;
    const useCase = new Backups({ ...rig.stores, clock: rig.clock });
    await useCase.retryPart(rig.tenant, id, 'icons');
    while ((await partOf(id)).status !== 'complete') await rig.clock.sleep(5);
    assert.deepEqual((await backups.get(rig.tenant, id)).pins, []);
  });

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
