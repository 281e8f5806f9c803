import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backUp, ok, sync, verify } from '../../../scripts/demo-steps.ts';
import { until } from '../../../scripts/admin-session.ts';
import {
  objectsOf,
  objectsOfSite,
  readBackup,
  schemaIdOf,
} from '../../support/backups/read-backup.ts';
import { partsAreRead } from '../../support/backups/parts-are-read.ts';
import { runningApp } from '../../support/running-app.ts';

const running = await runningApp({ site: { seed: 'demo' } });
const { simulator, admin } = running;
const schema = (name: string) => running.schemas.find((each) => each.name === name)!;

test('a backup holds every object of the site with every value, and the people that values name', async () => {
  for (const name of ['Computers', 'People', 'Services', 'Licences', 'Offices']) {
    const backup = await backUp(admin, schema(name));
    await verify(admin, backup.backupId);
    const records = await readBackup(running, backup.backupId);
    assert.deepEqual(
      objectsOf(records),
      objectsOfSite(simulator, schemaIdOf(simulator, name)),
      name,
    );
    const types = simulator.world.site.typesOf(schemaIdOf(simulator, name));
    assert.equal(records.filter((record) => record.kind === 'objectType').length, types.length);
    assert.equal(
      records.filter((record) => record.kind === 'attribute').length,
      types.reduce((sum, type) => sum + simulator.world.site.ownAttributes(type.id).length, 0),
    );
  }
});

test('users are kept with their email where it is visible, and those who left as such', async () => {
  const backup = await backUp(admin, schema('Computers'));
  const users = (await readBackup(running, backup.backupId))
    .filter((record) => record.kind === 'user')
    .map((record) => record.body as { accountId: string; email: string | null; deleted: boolean });
  for (const user of users) {
    const there = simulator.world.site.users.get(user.accountId)!;
    assert.deepEqual(
      [user.email, user.deleted],
      [there.emailVisible ? there.email : null, there.deleted],
    );
  }
  assert.ok(users.some((user) => user.deleted) && users.some((user) => user.email === null));
});

test('an empty schema fails with its sentence and leaves nothing in the storage', async () => {
  await assert.rejects(
    backUp(admin, schema('Empty shelf')),
    /The schema is empty, so there is nothing to back up\./,
  );
  const { html } = await admin.get(`/app/schemas/${schema('Empty shelf').id}/terminated`);
  assert.match(html, /Failed/);
});

test('where it failed, the structure of the empty schema is backed up by one button', async () => {
  const { id } = schema('Empty shelf');
  const dialog = ok('The error', await admin.get(`/app/schemas/${id}/error`));
  assert.match(dialog, /Back up the structure<\/button>/);
  const names = [...dialog.matchAll(/type="hidden"\s+name="([^"]+)"/g)].map(([, name]) => name);
  const fields = Object.fromEntries(names.map((name) => [name, 'on']));
  await admin.post(`/app/schemas/${id}/backup`, fields);
  await until('it is backed up', async () =>
    /<tr id="backup-/.test((await admin.get(`/app/schemas/${id}/backups?part=table`)).html)
      ? true
      : undefined,
  );
});

test('a look inside shows the tree with counts, a page of objects, and one object, without asking Atlassian', async () => {
  const { backupId } = await backUp(admin, schema('Computers'));
  await partsAreRead(admin);
  const asked = () => {
    const { byTemplate } = simulator.world.stats.json;
    const { 'POST /rest/api/3/permissions/check': _whoIsAsking, ...rest } = byTemplate;
    return rest;
  };
  const before = asked();
  assert.ok(
    Object.keys(before).some((name) => name.includes('object/aql')),
    'the backup itself had asked',
  );
  const tree = (await admin.get(`/app/backups/${backupId}/contents`)).html;
  assert.match(tree, /Laptop<span class="badge">900</);
  const laptop = /contents\/(\d+)"[^>]*>\s*(?:<img[^>]*>)?\s*Laptop</.exec(tree)![1]!;
  const page = (
    await admin.get(`/app/backups/${backupId}/contents/${laptop}?part=list&search=Laptop 77`)
  ).html;
  const object = /contents\/\d+\/(\d+)"[^>]*>Laptop 77</.exec(page)![1]!;
  const shown = (await admin.get(`/app/backups/${backupId}/contents/${laptop}/${object}`)).html;
  assert.match(shown, /<dt>Serial<\/dt>/);
  assert.deepEqual(asked(), before, 'a look inside asks Atlassian nothing but who is asking');
});

test('a description is kept, and one backup is deleted only after the name was typed', async () => {
  const shelf = schema('Services');
  const { backupId } = await backUp(admin, shelf);
  await admin.post(`/app/backups/${backupId}/description`, {
    description: 'Before <b>the</b> move',
  });
  assert.match(
    (await admin.get(`/app/schemas/${shelf.id}/backups?part=table`)).html,
    /Before &lt;b&gt;the&lt;\/b&gt; move/,
  );
  assert.match(
    (await admin.post(`/app/backups/${backupId}/delete`, { name: 'services' })).html,
    /The name doesn&#x27;t match/,
  );
  assert.equal((await admin.get(`/app/backups/${backupId}`)).status, 200);
  await admin.post(`/app/backups/${backupId}/delete`, { name: 'Services' });
  assert.equal((await admin.get(`/app/backups/${backupId}`)).status, 404);
});

test('a schema deleted in Assets is Deleted after the next sync, keeps its backups, and goes with them once its name was typed', async () => {
  const licences = schema('Licences');
  simulator.world.site.deleteSchema(schemaIdOf(simulator, 'Licences'));
  await sync(admin);
  const row = (await admin.get(`/app/schemas/${licences.id}/row`)).html;
  assert.match(row, /Deleted/);
  assert.match(row, /disabled[^>]*>Backup now/);
  assert.match(
    (await admin.post(`/app/schemas/${licences.id}/delete`, { name: 'wrong' })).html,
    /The name doesn&#x27;t match/,
  );
  await admin.post(`/app/schemas/${licences.id}/delete`, { name: 'Licences' });
  await until('the schema is gone', async () =>
    (await admin.get(`/app/schemas/${licences.id}/backups`)).status === 404 ? true : undefined,
  );
});

test('an active schema that is deleted here is hidden until the next sync, its backups kept', async () => {
  const offices = schema('Offices');
  await admin.post(`/app/schemas/${offices.id}/delete`);
  assert.doesNotMatch((await admin.get('/app/schemas')).html, /Offices/);
  await sync(admin);
  assert.match((await admin.get('/app/schemas')).html, /Offices/);
  assert.match(
    (await admin.get(`/app/schemas/${offices.id}/backups?part=table`)).html,
    /<tr id="backup-/,
  );
});

test('filters are combined, and search finds from the first letter', async () => {
  const names = async (query: string) =>
    [
      ...(await admin.get(`/app/schemas?${query}`)).html.matchAll(
        /hx-target="#main"><span class="clamp"[^>]*>([^<]*)</g,
      ),
    ].map((match) => match[1]);
  assert.deepEqual(await names('search=s&status=active'), [
    'Computers',
    'Empty shelf',
    'Offices',
    'Services',
  ]);
  assert.deepEqual(await names('search=sv'), ['Services']);
  assert.deepEqual(await names('status=deleted'), []);
  assert.deepEqual(
    await names(
      `instance=${encodeURIComponent(simulator.url)}&location=cloud&search=off&hideDeleted=on`,
    ),
    ['Offices'],
  );
  assert.deepEqual(await names('location=data-center'), []);
  assert.deepEqual(await names('status=deleted&hideDeleted=on'), []);
  assert.deepEqual((await names('sort=name&descending=true'))[0], 'Services');
});
