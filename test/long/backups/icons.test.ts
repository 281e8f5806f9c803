import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ABSENCES } from '../../../simulator/world/settings.ts';
import type { HeldPart } from '../../../src/core/backups/held-part.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { Backups } from '../../../src/core/use-cases/backups/backups.ts';
import { RestoreRig } from '../../support/restores/restore-rig.ts';

const rig = await RestoreRig.start([{ seed: 'demo' }]);
await rig.work();
const { here } = rig;
const { site } = here.world;
/** Small, and of a type with an icon that no listing has. */
const SCHEMA = 'Services';
const services = site.schemas.get(rig.schemaId(SCHEMA))!;
for (const type of site.typesOf(services.id))
  for (const id of site.objects.idsOfType(type.id).slice(3))
    site.objects.remove(id, here.world.now());

const ownIcon = () => {
  const type = site.typesOf(services.id).find(({ name }) => name === 'Service')!;
  return site.icons.get(type.iconId)!;
};
const partOf = async (id: RunId): Promise<HeldPart> =>
  (await rig.stores.backups.get(rig.tenant, id)).parts.find(({ name }) => name === 'icons')!;
const picturesAsked = (): number =>
  Object.entries(here.world.stats.json.byTemplate)
    .filter(([template]) => template.endsWith('/icon/:id/icon.png'))
    .reduce((sum, [, { calls: made }]) => sum + made, 0);

test('pictures of icons are read once a backup is complete, verified, and not read again', async () => {
  const id = await rig.backUp(SCHEMA);
  assert.deepEqual(await partOf(id).then(({ status, message }) => [status, message]), [
    'complete',
    undefined,
  ]);
  const backup = await rig.stores.backups.get(rig.tenant, id);
  const vault = rig.stores.storages.open(rig.tenant, backup.storageId);
  assert.deepEqual((await vault.verify(backup, {})).damage, []);
  const own = ownIcon();
  const reader = await vault.openReader(backup);
  const files: Uint8Array[] = [];
  for await (const { body } of reader.records({ kind: 'iconFile' })) files.push(body as Uint8Array);
  assert.ok(files.some((file) => Buffer.from(file).equals(own.bytes!)));
  const before = picturesAsked();
  assert.ok(before > 0);
  const second = await partOf(await rig.backUp(SCHEMA));
  assert.deepEqual([second.status, second.counts], ['complete', backup.parts.at(-1)!.counts]);
  assert.equal(picturesAsked(), before);
});

for (const answer of ABSENCES)
  test(`a site that answers calls for icons with ${answer} has a backup without them, with the reason`, async () => {
    // Another name for the icon: what the base has is not asked for.
    ownIcon().name += '.';
    here.settings.absent = { 'icon-bytes': answer };
    const id = await rig.backUp(SCHEMA);
    const { status, message } = await partOf(id);
    assert.equal(status, 'unavailable');
    assert.match(message ?? '', answer === 'odd' ? /is no picture/ : new RegExp(String(answer)));
    here.settings.absent = {};
    const { backups } = rig.stores;
    const useCase = new Backups({ ...rig.stores, clock: rig.clock });
    await useCase.retryPart(rig.tenant, id, 'icons');
    while ((await partOf(id)).status !== 'complete') await rig.clock.sleep(5);
    assert.deepEqual((await backups.get(rig.tenant, id)).pins, []);
  });
