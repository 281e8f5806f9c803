/** A Data Center of two nodes, one of which lags with its search index. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../../src/clock.ts';
import { asMembers } from '../../../src/core/kernel/json/field-forms.ts';
import type { RunId } from '../../../src/core/kernel/ids.ts';
import { objectsOf } from '../../support/restores/migration-rig.ts';
import { RestoreRig } from '../../support/restores/restore-rig.ts';

const LAG_MS = 400;
const rig = await RestoreRig.start([{ seed: 'dc' }]);
await rig.work();
const { here } = rig;
const { site } = here.world;
const schemaId = rig.schemaId('Hardware');
Object.assign(here.settings, { nodes: 2, indexDelayMs: LAG_MS });

/** By id, when each was changed last, as the site has them and as a backup does. */
const onSite = (): Map<string, number> =>
  new Map(
    ['Rack', 'Server'].flatMap((type) =>
      objectsOf(site, schemaId, type).map(({ id, updated }): [string, number] => [
        String(id),
        updated,
      ]),
    ),
  );
async function inBackup(id: RunId) {
  const backup = await rig.stores.backups.get(rig.tenant, id);
  const vault = rig.stores.storages.open(rig.tenant, backup.storageId);
  const reader = await vault.openReader(backup);
  const objects = new Map<string, number>();
  for await (const { id: objectId, body } of reader.records({ kind: 'object' }))
    objects.set(objectId, Date.parse(String(asMembers(body)?.['updated'])));
  return { objects, moving: new Set(backup.moving.map((each) => each.id)) };
}

/** Ids of objects that differ and that nothing was said of. */
function untold(
  there: Map<string, number>,
  { objects, moving }: Awaited<ReturnType<typeof inBackup>>,
) {
  const ids = new Set([...there.keys(), ...objects.keys()]);
  return [...ids].filter((id) => there.get(id) !== objects.get(id) && !moving.has(id));
}

/** Some objects are changed, deleted and made. */
function change(): void {
  const servers = objectsOf(site, schemaId, 'Server');
  for (const server of servers.slice(0, 5)) site.updateObject(server, {});
  for (const server of servers.slice(-3)) site.deleteObject(server.id);
  const { typeId, values } = servers[10]!;
  for (let made = 0; made < 3; made += 1) site.addObject(typeId, values, site.now());
}

test('what changed just before a backup is in it, or is told, whatever nodes answer', async () => {
  for (let round = 0; round < 3; round += 1) {
    change();
    const there = onSite();
    assert.deepEqual(untold(there, await inBackup(await rig.backUp('Hardware'))), []);
  }
});

test('what changes while a backup is taken is in it or in the next one, none is lost', async () => {
  const taking = rig.backUp('Hardware');
  for (let step = 0; step < 4; step += 1) {
    change();
    await systemClock.sleep(30);
  }
  await taking;
  await systemClock.sleep(LAG_MS);
  const there = onSite();
  const { objects, moving } = await inBackup(await rig.backUp('Hardware'));
  assert.deepEqual(objects, there);
  assert.equal(moving.size, 0);
});
