import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backUp } from '../../../scripts/demo-steps.ts';
import { until } from '../../../scripts/admin-session.ts';
import { planRestore, restoreEnded, startRestore } from '../../../scripts/restore-steps.ts';
import { holdAssets } from '../../support/sites/hold-assets.ts';
import { partsAreRead } from '../../support/backups/parts-are-read.ts';
import { runningApp } from '../../support/running-app.ts';

const running = await runningApp({ site: { seed: 'tiny' } });
const { admin, simulator } = running;
const tiny = running.schemas.find(({ name }) => name === 'Tiny')!;

const activity = async (query = ''): Promise<string> =>
  (await admin.get(`/app/activity${query}`)).html;
const pill = async (): Promise<string> => (await admin.get('/app/activity/pill')).html;
/** What each line is, newest first, as "Backup Tiny Completed". */
function linesOf(html: string): string[] {
  const rows = html.split('<tr>').slice(2);
  return rows.map((row) => {
    const title = /<b>([^<]+)<\/b>/.exec(row)?.[1];
    const name = /\/backups"[^>]*>([^<]+)</.exec(row)?.[1];
    const state = /lozenge[^>]*>\s*([^<]+?)\s*</.exec(row)?.[1];
    return [title, name, state].filter(Boolean).join(' ');
  });
}

test('every kind of run is listed from its first second, with who, how far, and a way to stop it', async () => {
  const { backupId } = await backUp(admin, tiny);
  await partsAreRead(admin);
  const plan = await planRestore(admin, backupId);
  holdAssets(simulator.settings);
  const restore = await startRestore(admin, plan.id);
  const html = await activity();
  assert.match(linesOf(html)[0] ?? '', /^Restore Tiny (Queued|In Progress)$/);
  assert.match(html, new RegExp(`hx-get="/app/restores/${restore}/stop"`));
  assert.ok(html.includes(`to Tiny (restored) (${plan.key})`));
  assert.match(html, /Ada Admin/);
  assert.match(await pill(), /1 (running|queued)/);
  simulator.settings.faults = [];
  await restoreEnded(admin, restore);
  await until('nothing is in hand', async () => (await pill()).trim() === '' || undefined);
  const ended = linesOf(await activity());
  // Both follow a restore by themselves, in either order.
  assert.deepEqual(ended.slice(0, 2).sort(), ['Check Tiny Completed', 'Sync Completed']);
  assert.deepEqual(ended.slice(2), [
    'Restore Tiny Completed',
    'Plan Tiny Completed',
    'Background part Tiny Completed',
    'Backup Tiny Completed',
    'Sync Completed',
  ]);
});

test('a schema is chosen from all that the grid lists, and its own page leads to its activity', async () => {
  const chosen = new RegExp(`value="${tiny.id}"\\s+selected\\s*>Tiny \\(TINY\\)<`);
  assert.match(await activity(`?schema=${tiny.id}`), chosen);
  assert.doesNotMatch(await activity(), chosen);
  for (const { id, name } of running.schemas)
    assert.match(await activity(), new RegExp(`value="${id}"\\s*>${name} \\(`));
  const { html } = await admin.get(`/app/schemas/${tiny.id}/backups`);
  assert.ok(html.includes(`hx-get="/app/activity?schema=${tiny.id}"`));
});

test('the list is filtered by state, person, kind and schema', async () => {
  assert.deepEqual(linesOf(await activity('?kind=backup')), ['Backup Tiny Completed']);
  assert.deepEqual(linesOf(await activity('?show=failed')), []);
  assert.match(await activity('?show=running'), /Nothing matches these filters/);
  assert.equal(linesOf(await activity('?show=mine')).length, 7);
  assert.equal(linesOf(await activity(`?schema=${tiny.id}`)).length, 5);
  assert.deepEqual(linesOf(await activity('?schema=nothing')), []);
  assert.match(await activity('?schema=nothing'), /value="nothing"\s+selected\s*>Removed schema</);
  assert.equal(linesOf(await activity('?kind=nothing')).length, 7, 'what is not known is not said');
  assert.doesNotMatch(await activity('?part=table'), /<h1/);
});
