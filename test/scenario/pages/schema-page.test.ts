import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, sync } from '../../../scripts/demo-steps.ts';
import { plantSmallSchemas } from '../../support/sites/plant-small-schemas.ts';
import { schemaIdOf } from '../../support/backups/read-backup.ts';
import { runningApp } from '../../support/running-app.ts';

const NAMES = ['Twice', 'Shown', 'Gone', '  Padded   name  '];
const running = await runningApp({ stage: 'set-up' });
const { simulator, admin } = running;
plantSmallSchemas(simulator, NAMES);
const schemas = await sync(admin);
const idOf = (name: string): string => schemas.find((schema) => schema.name.includes(name))!.id;

type Flag = { type: string; title: string; body?: string };
const flagOf = ({ events }: { events: Record<string, unknown> }) => events['flag'] as Flag;
const page = async (id: string, view: string) =>
  (await admin.get(`/app/schemas/${id}/${view}`)).html;
const markOf = (html: string): string => /[?&;]mark=([^"]+)"/.exec(html)![1]!;
const head = (id: string, mark: string) =>
  admin.get(`/app/schemas/${id}/head?tab=backups&mark=${mark}`);

/** Holds every backup until it is let go. */
const hold = (): void => {
  simulator.settings.faults = [{ path: 'object/aql', kind: 'hang', probability: 1, times: 10_000 }];
};
const letGo = (): void => {
  simulator.settings.faults = [];
};

test('a second click on Backup now is told kindly what is under way; Stop names the schema, and is offered once', async () => {
  const id = idOf('Twice');
  hold();
  const first = await admin.post(`/app/schemas/${id}/backup`);
  assert.equal(flagOf(first).title, 'Backing up Twice');
  const second = await admin.post(`/app/schemas/${id}/backup`);
  assert.equal(second.status, 204);
  assert.deepEqual(
    [flagOf(second).type, flagOf(second).title],
    ['info', 'Twice is already being backed up'],
  );
  assert.match(await page(id, 'backup'), /Twice is already being backed up/);
  for (const view of ['backups', 'restores', 'schedule', 'terminated'])
    assert.match(await page(id, view), /Backing up<\/strong>[\s\S]*>Stop</, `the head of ${view}`);
  const stop = /\/app\/runs\/\w+\/stop/.exec(await page(id, 'row'))![0];
  assert.match((await admin.get(stop)).html, /Stop backing up Twice\?[\s\S]*Keep running/);
  const before = markOf(await page(id, 'backups'));
  await admin.post(stop);
  const stopping = (await head(id, before)).html;
  assert.ok(!stopping.includes(stop), 'what stops is not stopped once more');
  letGo();
  const changed = await until('the head tells of the end', async () => {
    const answer = await head(id, before);
    return 'backups-changed' in answer.events ? answer : undefined;
  });
  assert.ok('schedule-changed' in changed.events && 'restore-changed' in changed.events);
  const quiet = await until('nothing is in hand', async () => {
    const { html } = await head(id, before);
    return /Backing up|Finishing/.test(html) ? undefined : html;
  });
  assert.deepEqual((await head(id, markOf(quiet))).events, {}, 'nothing changed since');
  assert.match(quiet, /Terminated backups <span class="badge">1</);
});

test('the head is the same on every tab, with key, instance, protection and dates', async () => {
  const id = idOf('Shown');
  await backUp(admin, { id, name: 'Shown' });
  const key = `SMALL${NAMES.indexOf('Shown')}`;
  for (const view of ['backups', 'restores', 'schedule', 'terminated']) {
    const html = await page(id, view);
    assert.ok(html.includes(`${key} · ${new URL(simulator.url).host} · Cloud`), view);
    assert.match(html, />Not protected</);
    assert.match(html, /<dt>Last good backup<\/dt><dd><time/);
    assert.match(html, /<dt>Objects<\/dt><dd>3 in 1 object type</);
  }
});

test('a schema that was deleted from Assets says so on every tab, and takes a schedule that is paused', async () => {
  const id = idOf('Gone');
  await backUp(admin, { id, name: 'Gone' });
  simulator.world.site.deleteSchema(schemaIdOf(simulator, 'Gone'));
  await sync(admin);
  for (const view of ['backups', 'restores', 'schedule', 'terminated'])
    assert.match(
      await page(id, view),
      /This schema was deleted from Assets\. Its backups are kept/,
    );
  assert.match(await page(id, 'backup'), /This schema no longer exists in Assets\./);
  const refused = await admin.post(`/app/schemas/${id}/backup`);
  assert.deepEqual([refused.status, flagOf(refused).type], [204, 'info']);
  assert.match(await page(id, 'schedule/edit'), /Paused: this schema no longer exists in Assets\./);
  const form = { on: 'on', cron: '0 2 * * *', timeZone: 'UTC', revision: '0', backUpNow: 'on' };
  const saved = await admin.post(`/app/schemas/${id}/schedule`, form);
  assert.equal(
    flagOf(saved).title,
    'Schedule saved, but paused: this schema no longer exists in Assets',
  );
  assert.equal(flagOf(saved).body, undefined, 'no date is promised');
  const html = await page(id, 'schedule');
  assert.match(html, /<dt>Next backup<\/dt><dd>None</);
  assert.ok(!html.includes('Next dates'), 'none will come');
});

test('a name with white space around it is typed as it is shown', async () => {
  const id = idOf('Padded');
  const { backupId } = await backUp(admin, { id, name: 'Padded' });
  const wrong = await admin.post(`/app/backups/${backupId}/delete`, { name: 'Padded' });
  assert.match(wrong.html, /The name doesn&#x27;t match/);
  const right = await admin.post(`/app/backups/${backupId}/delete`, { name: 'Padded name' });
  assert.ok('close-dialog' in right.events);
  simulator.world.site.deleteSchema(schemaIdOf(simulator, NAMES[3]!));
  await sync(admin);
  const removed = await admin.post(`/app/schemas/${id}/delete`, { name: ' Padded name' });
  assert.ok('close-dialog' in removed.events);
});

test('who deletes a schema for good is led home, and every other page of it says that it is gone', async () => {
  const id = idOf('Gone');
  const mark = markOf(await page(id, 'backups'));
  const wrong = await admin.post(`/app/schemas/${id}/delete`, { name: 'Other' });
  assert.match(wrong.html, /id="delete-name-error"/);
  assert.ok(!('schema-leaving' in wrong.events));
  const removed = await admin.post(`/app/schemas/${id}/delete`, { name: 'Gone' });
  assert.ok('schema-leaving' in removed.events);
  const shown = await page(idOf('Shown'), 'backups');
  assert.match(shown, /hx-trigger="schema-leaving from:body"/);
  await until('it is gone', async () => (await head(id, mark)).status === 404 || undefined);
  const [, instead = ''] = /id="schema-head"[^>]*data-gone="([^"]+)"/.exec(shown) ?? [];
  assert.match((await admin.get(instead)).html, /This schema was deleted/);
  const activity = (await admin.get('/app/activity')).html;
  assert.match(activity, /[Ss]chema deletion[\s\S]*Ada Admin/);
});
