import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, plain, sync, verify } from '../../../scripts/demo-steps.ts';
import { planRestore, runRestore } from '../../../scripts/restore-steps.ts';
import { dataCenterPages } from '../../support/pages/data-center-pages.ts';
import { partsAreRead } from '../../support/backups/parts-are-read.ts';
import {
  objectsOf,
  objectsOfSite,
  readBackup,
  schemaIdOf,
} from '../../support/backups/read-backup.ts';

const { running, admin, server, database, siteUrl, add } = await dataCenterPages();
const sites = database.collection<{ _id: string; name?: string; token?: string }>('sites');
const { id, schemas } = await add();
const hardware = schemas.find(({ name }) => name === 'Hardware')!;
const rowOf = async (schema: string): Promise<string> =>
  plain((await admin.get(`/app/schemas/${schema}/row`)).html);

test('its schemas stand in the same grid, with its name, and the filters have a choice', async () => {
  assert.match(await rowOf(hardware.id), /Hardware .*Jira Berlin Data Center .*Active/);
  const { html } = await admin.get('/app/home');
  const home = plain(html);
  assert.match(home, /Instance All .*Jira Berlin/);
  assert.match(home, /Instance type All Cloud Data Center/);
  const only = async (query: string): Promise<string[]> => {
    const list = (await admin.get(`/app/schemas?${query}`)).html;
    return [...list.matchAll(/class="pick" id="pick-[^"]*"[^>]* aria-label="Select ([^"]*)"/g)]
      .map(([, name = '']) => name)
      .sort();
  };
  const there = [...server.world.site.schemas.values()].map(({ name }) => name).sort();
  assert.deepEqual(await only('location=data-center'), there);
  assert.deepEqual(await only(`instance=${encodeURIComponent(siteUrl)}`), there);
  assert.ok(!(await only('location=cloud')).includes('Hardware'));
});

test('a backup of it is complete and verified, and every object can be looked at', async () => {
  const { backupId } = await backUp(admin, hardware);
  await verify(admin, backupId);
  const records = await readBackup(running, backupId);
  const there = objectsOfSite(server, schemaIdOf(server, 'Hardware'));
  assert.equal(objectsOf(records).size, there.size);
  const tree = (await admin.get(`/app/backups/${backupId}/contents`)).html;
  assert.match(tree, /Server<span class="badge">135</);
  assert.match(plain((await admin.get(`/app/schemas/${hardware.id}/backups`)).html), /Jira Berlin/);
});

test('a schedule of it is kept, and its first backup taken', async () => {
  const form = { on: 'on', cron: '0 2 * * *', timeZone: 'UTC', backUpNow: 'on', revision: '0' };
  const { events } = await admin.post(`/app/schemas/${hardware.id}/schedule`, form);
  assert.ok(events['close-dialog'], JSON.stringify(events));
  await until('the backup of the schedule', async () =>
    /Scheduled|Auto/.test(await rowOf(hardware.id)) ? true : undefined,
  );
});

test('a backup of the Cloud site is migrated to it, chosen among the target instances', async () => {
  const { backupId } = await backUp(
    admin,
    schemas.find(({ name }) => name === 'Tiny')!,
  );
  const plan = await planRestore(admin, backupId, { targetId: id });
  await runRestore(admin, plan.id);
  const made = [...server.world.site.schemas.values()].find(({ name }) => name === plan.schema);
  assert.equal(made?.key, plan.key);
});

test('deleting it stops its schedules and hides its schemas; added again, all is back', async () => {
  await partsAreRead(admin);
  const asked = plain((await admin.get(`/app/data-centers/${id}/delete`)).html);
  assert.match(asked, /Delete the Data Center instance Jira Berlin\?.*The backups are kept/);
  const { events } = await admin.post(`/app/data-centers/${id}/delete`);
  assert.ok(events['close-dialog']);
  assert.equal((await sites.findOne({ _id: id }))?.token, undefined);
  assert.ok(!(await sync(admin)).some(({ name }) => name === 'Hardware'));
  const refused = await admin.post(`/app/schemas/${hardware.id}/backup`);
  assert.match(JSON.stringify(refused.events), /Set up the connection first/);
  const again = await add();
  assert.equal(again.id, id);
  const back = again.schemas.find(({ name }) => name === 'Hardware');
  assert.equal(back?.id, hardware.id);
  assert.match(await rowOf(hardware.id), /Disabled .*backups?/i);
});
