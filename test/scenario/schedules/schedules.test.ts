import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AdminSession, until } from '../../../scripts/admin-session.ts';
import { backUp, setUp, sync } from '../../../scripts/demo-steps.ts';
import { AdjustableClock } from '../../support/clocks/adjustable-clock.ts';
import { schemaIdOf } from '../../support/backups/read-backup.ts';
import { runningApp } from '../../support/running-app.ts';
import { plantSmallSchemas } from '../../support/sites/plant-small-schemas.ts';

const DAY = 86_400_000;
const NAMES = ['Saved', 'Words', 'Two', 'Off', 'Failing', 'Deleted', 'Leaving', 'Slow', 'Beside'];
const clock = new AdjustableClock();
clock.ahead(DAY - (clock.now() % DAY) + DAY / 2); // noon in UTC, so that no test runs over midnight
const running = await runningApp({
  clock,
  stage: 'set-up',
  settings: { REQUEST_TIMEOUT_SECONDS: '2' },
});
const { simulator, admin } = running;
const { accounts } = simulator.world;
plantSmallSchemas(simulator, NAMES);
const schemas = await sync(admin);
const idOf = (name: string): string => schemas.find((schema) => schema.name === name)!.id;

interface Form {
  on?: boolean;
  cron?: string;
  timeZone?: string;
  backUpNow?: boolean;
  revision?: number;
}
const save = (
  id: string,
  { on = true, cron = '30 14 * * *', timeZone = 'UTC', backUpNow = false, revision = 0 }: Form = {},
  as: AdminSession = admin,
) =>
  as.post(`/app/schemas/${id}/schedule`, {
    ...(on ? { on: 'on' } : {}),
    ...(backUpNow ? { backUpNow: 'on' } : {}),
    cron,
    timeZone,
    revision: String(revision),
  });
const plain = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/&amp;/g, '&')
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
const cell = (html: string, title: string): string =>
  plain(new RegExp(`<td data-title="${title}"[^>]*>([\\s\\S]*?)</td>`).exec(html)![1]!);
const row = async (id: string): Promise<string> => (await admin.get(`/app/schemas/${id}/row`)).html;
/** The row once nothing works on the schema. */
const quietRow = (id: string): Promise<string> =>
  until('the schema is quiet', async () => {
    const html = await row(id);
    return /every 2s/.test(html) ? undefined : html;
  });
/** The lines of Schedule and its runs, newest first. */
async function lines(
  id: string,
): Promise<Record<'slot' | 'started' | 'ended' | 'outcome' | 'reason', string>[]> {
  const { html } = await admin.get(`/app/schemas/${id}/schedule?part=body`);
  return [...html.matchAll(/<tr><td data-title="Scheduled for">[\s\S]*?<\/tr>/g)].map(([line]) => ({
    slot: cell(line, 'Scheduled for'),
    started: cell(line, 'Started'),
    ended: cell(line, 'Ended'),
    outcome: cell(line, 'Outcome'),
    reason: cell(line, 'Reason'),
  }));
}
/** Waits until the newest slot of the schedule has come to its end. */
const ended = (id: string, count: number) =>
  until(`slot ${count} has come and its backup has ended`, async () => {
    const found = await lines(id);
    return found.length === count && !/^(Queued|In Progress)$/.test(found[0]!.outcome)
      ? found
      : undefined;
  });
/** Steps over the next slot of a rule at 14:30 UTC. */
const toNextSlot = (): void => clock.ahead(DAY);

test('saving with On queues the first backup at once, and the grid shows Auto and the next date', async () => {
  const id = idOf('Saved');
  const answer = await save(id, { backUpNow: true });
  const flag = answer.events['flag'] as { title: string; body: string };
  assert.equal(flag.title, 'Schedule saved, and the first backup started');
  assert.ok(
    ['close-dialog', 'grid-changed', 'schedule-changed'].every((event) => event in answer.events),
  );
  const html = await quietRow(id);
  assert.match(
    cell(html, 'Backups'),
    /^Auto 1 backup Next: (today|tomorrow), 1[56]:30$/,
    '14:30 UTC in the zone of the reader',
  );
  assert.ok(flag.body.includes(/Next: (.*)$/.exec(cell(html, 'Backups'))![1]!));
  assert.match(
    (await admin.get(`/app/schemas/${id}/schedule`)).html,
    /No scheduled backups have run yet/,
    'the first one was manual',
  );
  assert.ok('close-dialog' in (await save(id)).events, 'the same content sent twice');
  assert.match(
    (await admin.get(`/app/schemas/${id}/schedule/edit`)).html,
    /name="revision" value="1"/,
  );
});

test('what is wrong with an expression is said under its field, word for word, and nothing is saved', async () => {
  const id = idOf('Words');
  const words: [string, string][] = [
    ['  ', 'Cron expression is mandatory'],
    ['often', 'Cron expression is not valid'],
    ['61 2 * * *', 'Cron expression is not valid'],
    ['@daily', 'Non-standard cron expressions are not supported'],
    ['0 0 2 * * *', 'Non-standard cron expressions are not supported'],
    ['0 * * * *', 'The minimum allowed frequency of backup is once per day'],
    ['0 2 31 2 *', 'Cron expression is not valid: this date never comes'],
  ];
  for (const [cron, message] of words) {
    for (const path of [`/app/schemas/${id}/schedule`, `/app/schemas/${id}/schedule/preview`]) {
      const { html, events } = await admin.post(path, {
        on: 'on',
        cron,
        timeZone: 'UTC',
        revision: '0',
        changed: 'cron',
      });
      assert.ok(
        new RegExp(`<p[^>]* id="cron-error"[^>]*>${message}[^<]*</p>`).test(html),
        `${cron}: ${message}`,
      );
      assert.ok(!('close-dialog' in events));
    }
  }
  assert.match(
    (await save(id, { timeZone: 'Mars/Olympus' })).html,
    /<p[^>]* id="timeZone-error"[^>]*>This isn&#x27;t a time zone/,
  );
  assert.match((await admin.get(`/app/schemas/${id}/schedule`)).html, /<b>No schedule<\/b>/);
  assert.match(await row(id), /Disabled/);
});

test('of two administrators the second is told who saved meanwhile and what, keeps what was typed, and can save over it', async () => {
  const id = idOf('Two');
  const second = accounts.find((account) => account.email === 'user@example.com')!;
  second.jiraAdmin = true;
  const uma = new AdminSession(simulator.url, running.app.url, second.email);
  await save(id, { cron: '0 3 * * *' });
  // She opened the popup before it was saved.
  const told = await save(id, { cron: '0 4 * * MON', timeZone: 'Europe/Berlin' }, uma);
  assert.ok(!('close-dialog' in told.events));
  assert.match(plain(told.html), /Ada Admin changed this schedule while you had it open/);
  assert.match(plain(told.html), /0 3 \* \* \*/, 'what was saved');
  assert.match(told.html, /name="cron"[^>]*value="0 4 \* \* MON"/, 'what was typed');
  assert.match(told.html, /name="timeZone"[^>]*value="Europe\/Berlin"/);
  const revision = Number(/name="revision" value="(\d+)"/.exec(told.html)![1]);
  assert.ok(
    'close-dialog' in
      (await save(id, { cron: '0 4 * * MON', timeZone: 'Europe/Berlin', revision }, uma)).events,
  );
  assert.match(
    plain((await admin.get(`/app/schemas/${id}/schedule`)).html),
    /0 4 \* \* MON Time zone Europe\/Berlin Saved by Uma User/,
  );
  assert.match(
    plain((await save(id, { cron: '0 5 * * *', revision: 1 })).html),
    /Uma User changed this schedule/,
    'and the other way round',
  );
});

test('Off keeps the rule, and no slot comes', async () => {
  const id = idOf('Off');
  await save(id);
  assert.equal(
    ((await save(id, { on: false, revision: 1 })).events['flag'] as { title: string }).title,
    'Schedule switched off',
  );
  assert.match(cell(await row(id), 'Backups'), /^Disabled 0 backups$/);
  const { html } = await admin.get(`/app/schemas/${id}/schedule/edit`);
  assert.match(html, /name="cron"[^>]*value="30 14 \* \* \*"/);
  const beside = idOf('Beside');
  await save(beside);
  toNextSlot();
  await until('another schedule has fired', async () =>
    (await lines(beside)).length > 0 ? true : undefined,
  );
  assert.deepEqual(await lines(id), []);
});

test('a scheduled backup that fails is shown like a manual one, and the next slot comes all the same', async () => {
  const id = idOf('Failing');
  await save(id);
  accounts[0]!.revoked = true;
  toNextSlot();
  const [failed] = await ended(id, 1);
  assert.deepEqual(
    [failed!.outcome, failed!.reason],
    ['Failed', 'Jira rejected the API token. Replace it in Settings.'],
  );
  const html = await quietRow(id);
  assert.match(cell(html, 'Last backup date'), /^None yet Failed [^:]*:\d\d Details$/);
  assert.match(cell(html, 'Backups'), /^Auto 0 backups Next: /);
  assert.match(
    plain((await admin.get(`/app/schemas/${id}/terminated`)).html),
    /Schedule \(Ada Admin\)/,
  );
  accounts[0]!.revoked = false;
  toNextSlot();
  const [good] = await ended(id, 2);
  assert.match(good!.slot, /^\d{1,2} \w{3,4} \d{4}, 1[56]:30$/);
  assert.ok(
    [good!.started, good!.ended].every((date) => /^\d{1,2} \w{3,4} \d{4}, \d\d:\d\d$/.test(date)),
    'started and ended',
  );
  assert.deepEqual([good!.outcome, good!.reason], ['Completed', '']);
  assert.match(cell(await quietRow(id), 'Last backup date'), /^(today|\d+ \w{3,4}), \d\d:\d\d$/);
  assert.match(
    (await admin.get(`/app/schemas/${id}/backups?part=table&type=scheduled`)).html,
    /<tr id="backup-/,
  );
});

test('a slot that comes while the backup before it is still going is listed with its reason, and one that was missed is counted', async () => {
  const id = idOf('Slow');
  await save(id);
  simulator.settings.faults = [{ path: 'object/aql', kind: 'hang', probability: 1, times: 10_000 }];
  await admin.post(`/app/schemas/${id}/backup`);
  toNextSlot();
  const [skipped] = await ended(id, 1);
  assert.deepEqual(
    [skipped!.started, skipped!.outcome, skipped!.reason],
    ['–', 'Skipped', 'The previous backup was still queued or running.'],
  );
  await admin.post(`/app/runs/${/\/app\/runs\/(\w+)\/stop/.exec(await row(id))![1]}/stop`);
  simulator.settings.faults = [];
  await quietRow(id);
  clock.ahead(3 * DAY);
  const [late] = await ended(id, 2);
  assert.deepEqual(
    [late!.outcome, late!.reason],
    ['Completed', '2 earlier backups were missed while the service was unavailable.'],
  );
});

test('the schedule of a schema that was deleted from Assets waits, and says how many slots have passed', async () => {
  const id = idOf('Deleted');
  await save(id);
  simulator.world.site.deleteSchema(schemaIdOf(simulator, 'Deleted'));
  await sync(admin);
  assert.match(
    cell(await row(id), 'Backups'),
    /^Auto 0 backups Paused: this schema no longer exists in Assets\.$/,
  );
  toNextSlot();
  await until('the slot has passed', async () =>
    /1 scheduled backup has been missed since\./.test(
      (await admin.get(`/app/schemas/${id}/schedule`)).html,
    )
      ? true
      : undefined,
  );
  assert.deepEqual(await lines(id), []);
});

test('deleting the connection switches the schedules off; connected again, they say so and keep their rules', async () => {
  const id = idOf('Leaving');
  await save(id, { cron: '15 14 * * FRI' });
  await until('nothing is in hand', async () =>
    (await Promise.all(schemas.map((schema) => row(schema.id)))).every(
      (html) => !/every 2s/.test(html),
    )
      ? true
      : undefined,
  );
  assert.equal((await admin.post('/app/connection/delete')).status, 200);
  await setUp(admin);
  await sync(admin);
  assert.match(
    cell(await row(id), 'Backups'),
    /^Disabled 0 backups Switched off when the connection was deleted\.$/,
  );
  toNextSlot();
  const { html } = await admin.get(`/app/schemas/${id}/schedule/edit`);
  assert.match(html, /name="cron"[^>]*value="15 14 \* \* FRI"/);
  const revision = Number(/name="revision" value="(\d+)"/.exec(html)![1]);
  assert.ok('close-dialog' in (await save(id, { cron: '15 14 * * FRI', revision })).events);
  assert.match(cell(await row(id), 'Backups'), /^Auto 0 backups Next: /);
  await backUp(admin, { id, name: 'Leaving' });
});
