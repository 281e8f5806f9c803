/** What a backup does whichever kind of site it reads. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, plain, sync, verify } from '../../../scripts/demo-steps.ts';
import { bothKinds } from '../../support/sites/both-kinds.ts';
import {
  objectsOf,
  objectsOfSite,
  readBackup,
  schemaIdOf,
} from '../../support/backups/read-backup.ts';

const { running, admin, kinds } = await bothKinds();

/** As somebody does on the site, beside the app. */
async function mutate(siteUrl: string, change: object): Promise<void> {
  const answer = await fetch(`${siteUrl}/_simulator/mutate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });
  assert.ok(answer.ok, await answer.text());
}

for (const { kind, site, schema } of kinds) {
  const objectsThere = (name: string) => objectsOfSite(site, schemaIdOf(site, name));
  const objectsIn = async (backupId: string) => objectsOf(await readBackup(running, backupId));

  test(`${kind}: a backup holds every object with every value, and is verified`, async () => {
    for (const name of ['Offices', 'Services']) {
      const { backupId } = await backUp(admin, await schema(name));
      await verify(admin, backupId);
      assert.deepEqual(await objectsIn(backupId), objectsThere(name), name);
    }
  });

  test(`${kind}: what changes while a backup runs is in it as it is in the end`, async () => {
    const name = 'People';
    const { byTemplate } = site.world.stats.json;
    const before = JSON.stringify(byTemplate);
    site.settings.faults = [{ path: 'aql', kind: 'hold', probability: 1, skip: 2 }];
    const backingUp = backUp(admin, await schema(name));
    await until('the search is asked', async () =>
      JSON.stringify(site.world.stats.json.byTemplate) === before ? undefined : true,
    );
    const [first] = site.world.site.typesOf(schemaIdOf(site, name));
    await mutate(site.url, { op: 'create', typeId: first!.id, values: {} });
    site.settings.faults = [];
    const { backupId } = await backingUp;
    assert.deepEqual(await objectsIn(backupId), objectsThere(name));
  });

  test(`${kind}: an empty schema is said to be empty, and fails no other`, async () => {
    await assert.rejects(
      backUp(admin, await schema('Empty shelf')),
      /The schema is empty, so there is nothing to back up\./,
    );
  });

  test(`${kind}: a schema that is deleted there is Deleted after a sync, and keeps its backups`, async () => {
    const licences = await schema('Licences');
    await backUp(admin, licences);
    site.world.site.deleteSchema(schemaIdOf(site, 'Licences'));
    await sync(admin);
    const row = plain((await admin.get(`/app/schemas/${licences.id}/row`)).html);
    assert.match(row, /Deleted .*1 backup/);
    const refused = await admin.post(`/app/schemas/${licences.id}/backup`);
    assert.match(JSON.stringify(refused.events), /no longer exists in Assets/);
  });
}
