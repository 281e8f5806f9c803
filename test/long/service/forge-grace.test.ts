import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, setUp, switchOn, sync, verify } from '../../../scripts/demo-steps.ts';
import { DAY_MS, HOUR_MS } from '../../../src/core/kernel/time/durations.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { AdjustableClock } from '../../support/clocks/adjustable-clock.ts';
import { untilPassed } from '../../support/clocks/until-passed.ts';
import { forgeAdmin } from '../../support/doors/forge-admin.ts';
import { FORGE_SETTINGS } from '../../support/doors/forge-settings.ts';
import { runningApp } from '../../support/running-app.ts';

/** A service on a site whose clocks can be put forward together, with the Connect app installed. */
async function start(stage: 'installed' | 'synced') {
  const clock = new AdjustableClock();
  const running = await runningApp({
    clock,
    stage,
    site: { now: () => clock.now() },
    settings: { ...FORGE_SETTINGS, GRACE_DAYS: '1', FULL_BACKUP_EVERY: '1' },
  });
  const database = await connectDatabase(running.uri, running.databases.service);
  after(() => database.close());
  const count = (collection: string): Promise<number> =>
    database.collection(collection).countDocuments({});
  const admin = forgeAdmin(running);
  const listed = async (schemaId: string): Promise<{ status: number; backups: number }> => {
    const { status, html } = await admin.get(`/app/schemas/${schemaId}/backups?part=table`);
    return { status, backups: [...html.matchAll(/<tr id="backup-/g)].length };
  };
  return { running, clock, count, admin, listed };
}

test('after the days of grace all that Forge brought is deleted, and a reinstall begins anew', async () => {
  const { running, clock, count, admin, listed } = await start('installed');
  const { forge } = running.simulator;
  const leave = async (): Promise<void> => {
    assert.deepEqual(await forge.announce('leaving'), [204]);
    forge.uninstall();
  };
  const first = forge.install(running.app.url);
  await setUp(admin);
  const [schema] = await sync(admin);
  await backUp(admin, schema!);
  await switchOn(admin, schema!, { backUpNow: false });
  await leave();
  clock.ahead(DAY_MS - HOUR_MS);
  forge.install(running.app.url);
  assert.deepEqual(await listed(schema!.id), { status: 200, backups: 1 }, 'within the grace');

  await leave();
  clock.pass(DAY_MS + HOUR_MS);
  const brought = ['sites', 'backups', 'schedules', 'catalog', 'installations', 'own_access'];
  await untilPassed(clock, 'all of it is deleted', async () => {
    const left = await Promise.all(brought.map(count));
    return left.every((documents) => documents === 0) ? true : undefined;
  });

  forge.install(running.app.url);
  const { status, html } = await admin.get('/app/home');
  assert.deepEqual([status, /Set up Backup/.test(html)], [200, true]);
  assert.equal((await listed(schema!.id)).status, 404);
  assert.deepEqual(await forge.announce('leaving', first), [204], 'told of the old one once more');
  assert.equal((await admin.get('/app/home')).status, 200);
});

test('a Connect tenant that moved to Forge goes on by itself: schedule, old backups and all', async () => {
  const moved = await start('synced');
  const { running, clock, admin, listed } = moved;
  const { simulator, app } = running;
  const [schema] = running.schemas;
  const { backupId } = await backUp(running.admin, schema!);
  const { next } = await switchOn(running.admin, schema!, { backUpNow: false });
  assert.notEqual(next, '');
  simulator.forge.install(app.url);
  assert.deepEqual(await listed(schema!.id), { status: 200, backups: 1 });
  await fetch(`${simulator.url}/_simulator/uninstall`, { method: 'POST', body: '{}' });

  const row = await admin.get(`/app/schemas/${schema!.id}/row`);
  const [, slot = ''] = /Next: <time[^>]*datetime="([^"]+)"/.exec(row.html) ?? [];
  clock.ahead(Date.parse(slot) - clock.now() + 1_000);
  await until('the backup of the slot', async () =>
    (await listed(schema!.id)).backups === 2 ? true : undefined,
  );
  await verify(admin, backupId);
  assert.match(
    (await admin.get('/app/settings')).html,
    /admin@example\.com/,
    'the account as well',
  );
});
