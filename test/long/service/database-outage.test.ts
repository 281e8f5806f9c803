import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { until } from '../../../scripts/admin-session.ts';
import { install, setUp, sync, verify } from '../../../scripts/demo-steps.ts';
import {
  objectsOf,
  objectsOfSite,
  readBackup,
  schemaIdOf,
} from '../../support/backups/read-backup.ts';
import { cuttableProxy } from '../../support/proxies/cuttable-proxy.ts';
import { holdAssets } from '../../support/sites/hold-assets.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';
import { RunningApp } from '../../support/running-app.ts';

const uri = new URL(await testDatabaseUri());
const proxy = await cuttableProxy({ host: uri.hostname, port: Number(uri.port) });
const running = new RunningApp(
  await startSimulator({ seed: 'demo' }),
  `mongodb://127.0.0.1:${proxy.port}/?serverSelectionTimeoutMS=2000`,
  {},
);
await running.start();
after(async () => {
  await running.close();
  await proxy.close();
});

test('a database that is gone for a while: the page says so, the backup waits, goes on and completes', async () => {
  const { simulator, admin } = running;
  await install(simulator.url, running.app.url);
  await setUp(admin);
  const schemas = await sync(admin);
  const computers = schemas.find((schema) => schema.name === 'Computers')!;
  holdAssets(simulator.settings);
  await admin.post(`/app/schemas/${computers.id}/backup`);
  await until('the backup runs', async () =>
    /In Progress/.test((await admin.get(`/app/schemas/${computers.id}/row`)).html)
      ? true
      : undefined,
  );
  proxy.cut();
  const gone = await admin.get('/app/schemas');
  assert.equal(gone.status, 503);
  assert.match(gone.html, /The database isn&#x27;t answering/);
  assert.equal((await fetch(`${running.app.url}/readyz`)).status, 503);
  assert.equal((await fetch(`${running.app.url}/healthz`)).status, 200);
  simulator.settings.faults = [];
  proxy.mend();
  await until(
    'the backup completes',
    async () => {
      const { status, html } = await admin.get(`/app/schemas/${computers.id}/row`);
      if (status !== 200) return undefined;
      assert.doesNotMatch(html, /class="error"/);
      return /every 2s/.test(html) ? undefined : true;
    },
    60_000,
  );
  const backupId = /<tr id="backup-(\w+)"/.exec(
    (await admin.get(`/app/schemas/${computers.id}/backups?part=table`)).html,
  )![1]!;
  await verify(admin, backupId);
  assert.deepEqual(
    objectsOf(await readBackup(running, backupId)),
    objectsOfSite(simulator, schemaIdOf(simulator, 'Computers')),
  );
});
