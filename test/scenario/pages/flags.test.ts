import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runningApp } from '../../support/running-app.ts';
import type { Flag, FlagAction } from '../../../src/web/handling/reply.ts';

const running = await runningApp();
const { admin } = running;
const { id, name } = running.schemas[0]!;
const schedulePath = `/app/schemas/${id}/schedule`;

async function send(path: string, form: Record<string, string> = {}): Promise<Flag> {
  const { status, events, html } = await admin.post(path, form);
  assert.equal(status, 204, html);
  return events['flag'] as Flag;
}

const offered = ({ actions = [] }: Flag): string[] => actions.map(({ text }) => text);
const actionOf = (flag: Flag, wanted: string): FlagAction =>
  flag.actions!.find(({ text }) => text === wanted)!;
const follow = ({ url, sends }: FlagAction) => (sends ? admin.post(url, sends) : admin.get(url));
const formOf = async () => {
  const { html } = await admin.get(`${schedulePath}/edit`);
  const valueOf = (field: string) =>
    new RegExp(`name="${field}"[^>]*?value="([^"]*)"`, 's').exec(html)?.[1] ?? '';
  const isOn = /name="on"[^>]*\bchecked/s.test(html);
  return { isOn, cron: valueOf('cron'), revision: valueOf('revision') };
};

test('what was started or saved leads to where it is seen', async () => {
  const backup = await send(`/app/schemas/${id}/backup`);
  assert.deepEqual(offered(backup), ['View progress']);
  assert.equal((await follow(actionOf(backup, 'View progress'))).status, 200);
  const bulk = await send('/app/bulk/backup', { 'pick-unknown': 'on' });
  assert.deepEqual(offered(bulk), [], 'nothing was started');
  const saved = await send(schedulePath, { on: 'on', cron: '0 2 * * *', timeZone: 'UTC' });
  assert.deepEqual(offered(saved), ['View schedule'], 'there was none before');
  assert.match((await follow(actionOf(saved, 'View schedule'))).html, /Every day at 02:00/);
});

test('Undo puts the schedule back as it was, whatever was changed of it', async () => {
  const { revision } = await formOf();
  const off = await send(schedulePath, { cron: '30 4 * * *', timeZone: 'UTC', revision });
  assert.equal(off.title, 'Schedule switched off');
  assert.deepEqual(offered(off), ['Undo']);
  await follow(actionOf(off, 'Undo'));
  const back = await formOf();
  assert.deepEqual([back.isOn, back.cron], [true, '0 2 * * *']);
  const moved = await send(schedulePath, {
    on: 'on',
    cron: '0 5 * * *',
    timeZone: 'UTC',
    revision: back.revision,
  });
  assert.deepEqual(offered(moved), ['View schedule', 'Undo']);
});

test('Undo never undoes what somebody else saved meanwhile', async () => {
  const { revision } = await formOf();
  const off = await send(schedulePath, { cron: '0 5 * * *', timeZone: 'UTC', revision });
  const later = await formOf();
  await send(schedulePath, {
    on: 'on',
    cron: '0 6 * * *',
    timeZone: 'UTC',
    revision: later.revision,
  });
  const refused = await follow(actionOf(off, 'Undo'));
  assert.match(refused.html, /changed this schedule while you had it open/);
  assert.equal((await formOf()).revision, String(Number(later.revision) + 1));
});

test('a schema that was hidden is listed again by Undo', async () => {
  const isListed = async (): Promise<boolean> =>
    (await admin.get('/app/schemas')).html.includes(`id="schema-${id}"`);
  const hidden = await send(`/app/schemas/${id}/delete`);
  assert.ok(!(await isListed()));
  const answer = await follow(actionOf(hidden, 'Undo'));
  assert.equal((answer.events['flag'] as Flag).title, `${name} is listed again`);
  assert.ok(await isListed());
});
