import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { AdminSession } from '../../../scripts/admin-session.ts';
import { backUp, install, setUp, sync } from '../../../scripts/demo-steps.ts';
import { addTarget, planRestore } from '../../../scripts/restore-steps.ts';
import { startSimulators, type Simulator } from '../../../simulator/start-simulator.ts';
import { FormerAddress } from '../../support/sites/former-address.ts';
import { NO_LIMITS } from '../../support/sites/no-limits.ts';
import { RunningApp } from '../../support/running-app.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';
import { hostOf } from '../../../src/core/sites/host-of.ts';

/** A site that was set up under an address which it leaves, and another one. */
async function siteToRename(): Promise<{
  here: Simulator;
  there: Simulator;
  former: FormerAddress;
  running: RunningApp;
}> {
  const [here, there] = (await startSimulators([
    { seed: 'demo', settings: NO_LIMITS },
    { seed: 'other', settings: NO_LIMITS },
  ])) as [Simulator, Simulator];
  const former = await FormerAddress.open(here.url);
  here.world.url = former.url;
  const running = new RunningApp(here, await testDatabaseUri(), {
    PRETEND_SITE_URL: former.url,
    PRETEND_SITE_ADDRESSES: `${here.url},${there.url}`,
  });
  await running.start();
  after(async () => {
    await running.close();
    await there.close();
    former.close();
  });
  await install(former.url, running.app.url);
  return { here, there, former, running };
}

test('a renamed site is known by its new address everywhere, from its installed call on', async () => {
  const { here, former, running } = await siteToRename();
  await setUp(running.admin);
  const [schema] = await sync(running.admin);
  await backUp(running.admin, schema!);
  former.leave();
  here.world.url = here.url;
  await install(here.url, running.app.url);
  const admin = new AdminSession(here.url, running.app.url);
  const home = (await admin.page('/pages/home')).html;
  assert.ok(home.includes(hostOf(here.url)) && !home.includes(hostOf(former.url)), 'the page');
  const backup = await backUp(admin, schema!);
  const facts = (await admin.get(`/app/backups/${backup.backupId}`)).html;
  assert.ok(
    facts.includes(hostOf(here.url)) && !facts.includes(hostOf(former.url)),
    'a new backup',
  );
  assert.ok((await planRestore(admin, backup.backupId)).id, 'a restore can be planned');
  await sync(admin);
  const grid = (await admin.get('/app/schemas')).html;
  assert.ok(grid.includes(hostOf(here.url)) && !grid.includes(hostOf(former.url)), 'the grid');
});

test('a target instance moves with its site, which tells its own tenant only', async () => {
  const { here, there, former, running } = await siteToRename();
  await install(there.url, running.app.url);
  const admin = new AdminSession(there.url, running.app.url);
  await setUp(admin);
  const { workspaceId } = here;
  await addTarget(admin, { name: 'Renamed', siteUrl: former.url, workspaceId });
  former.leave();
  here.world.url = here.url;
  await install(here.url, running.app.url);
  const targets = (await admin.get('/app/targets')).html;
  assert.ok(targets.includes(hostOf(here.url)) && !targets.includes(hostOf(former.url)));
});
