import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Connection } from 'mongoose';
import jwt from 'atlassian-jwt';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { AdminSession, until } from '../../../scripts/admin-session.ts';
import { backUp, install, setUp, sync, verify } from '../../../scripts/demo-steps.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { AdjustableClock } from '../../support/clocks/adjustable-clock.ts';
import {
  objectsOf,
  objectsOfSite,
  readBackup,
  schemaIdOf,
} from '../../support/backups/read-backup.ts';
import { holdAssets } from '../../support/sites/hold-assets.ts';
import { runningApp } from '../../support/running-app.ts';
import { compareAsText } from '../../support/compare-as-text.ts';

const clock = new AdjustableClock();
const site = await startSimulator({ seed: 'tiny' });
after(() => site.close());
const running = await runningApp({ clock, settings: { PRETEND_SITE_ADDRESSES: site.url } });
const { simulator, admin } = running;
const tiny = running.schemas[0]!;

test('two replicas asked for a first backup at once take one, under one key', async () => {
  const second = await running.replica();
  try {
    const other = new AdminSession(simulator.url, second.url);
    const asked = Array.from({ length: 8 }, (_none, at) =>
      (at % 2 ? admin : other).post(`/app/schemas/${tiny.id}/backup`),
    );
    assert.deepEqual(
      (await Promise.all(asked)).map((answer) => answer.status).sort(compareAsText),
      Array.from({ length: 8 }, () => 204),
      'whoever asks for what is being done gets the run that does it',
    );
    await until('the backup ends', async () =>
      /every 2s/.test((await other.get(`/app/schemas/${tiny.id}/row`)).html) ? undefined : true,
    );
    const listed = [
      ...(await admin.get(`/app/schemas/${tiny.id}/backups?part=table`)).html.matchAll(
        /<tr id="backup-(\w+)"/g,
      ),
    ];
    assert.equal(listed.length, 1);
    await verify(other, listed[0]![1]!);
    const database = await connectDatabase(running.uri, running.databases.service);
    assert.equal(await database.collection('tenant_keys').countDocuments({}), 1);
    await database.close();
  } finally {
    await second.stop();
  }
});

test('two sites side by side do not see each other, not even by id', async () => {
  site.world.site.schemas.values().next().value!.name = 'Only of B';
  const clientKey = 'client-key-of-site-b';
  const sharedSecret = 'shared-secret-of-site-b-0123456789';
  const token = simulator.host.installToken(
    { baseUrl: running.app.url, clientKey },
    'POST',
    '/installed',
  );
  const installed = await fetch(`${running.app.url}/installed`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `JWT ${token}` },
    body: JSON.stringify({
      key: simulator.host.app!.key,
      clientKey,
      sharedSecret,
      baseUrl: site.url,
      productType: 'jira',
      eventType: 'installed',
    }),
  });
  assert.equal(installed.status, 204);
  site.host.app = { ...simulator.host.app!, clientKey, sharedSecret };
  const backupOfA = (await backUp(admin, tiny)).backupId;
  const send = (method: string, path: string) =>
    fetch(`${running.app.url}${path}`, {
      method,
      headers: {
        authorization: `JWT ${jwt.encodeSymmetric({ iss: clientKey, sub: site.world.accounts[0]!.accountId, iat: Math.floor(Date.now() / 1000), exp: Math.floor(Date.now() / 1000) + 600, qsh: 'context-qsh' }, sharedSecret)}`,
      },
    });
  assert.match(await (await send('GET', '/app/home')).text(), /Set up Backup/);
  for (const [method, path] of [
    ['GET', `/app/schemas/${tiny.id}/row`],
    ['POST', `/app/schemas/${tiny.id}/backup`],
    ['GET', `/app/backups/${backupOfA}`],
    ['POST', `/app/backups/${backupOfA}/verify`],
    ['GET', `/app/backups/${backupOfA}/contents`],
    ['POST', `/app/runs/${backupOfA}/stop`],
    ['GET', `/app/schemas/${tiny.id}/schedule`],
    ['GET', `/app/schemas/${tiny.id}/schedule/edit`],
    ['POST', `/app/schemas/${tiny.id}/schedule`],
    ['POST', `/app/schemas/${tiny.id}/schedule/preview`],
  ] as const) {
    assert.equal((await send(method, path)).status, 404, `${method} ${path}`);
  }
});

test('a backup in hand when the service stops is given back and completed by another replica', async () => {
  holdAssets(simulator.settings);
  const first = await running.replica();
  await running.app.stop();
  const session = new AdminSession(simulator.url, first.url);
  await session.post(`/app/schemas/${tiny.id}/backup`);
  await until('it runs', async () =>
    /In Progress/.test((await session.get(`/app/schemas/${tiny.id}/row`)).html) ? true : undefined,
  );
  const from = Date.now();
  await first.stop();
  assert.ok(Date.now() - from < 10_000, 'a graceful stop takes less than 10 s');
  simulator.settings.faults = [];
  await running.start();
  const again = running.admin;
  await until('it is complete', async () => {
    const { html } = await again.get(`/app/schemas/${tiny.id}/row`);
    assert.doesNotMatch(html, /class="error"/);
    return /every 2s/.test(html) ? undefined : true;
  });
  const newest = /<tr id="backup-(\w+)"/.exec(
    (await again.get(`/app/schemas/${tiny.id}/backups?part=table`)).html,
  )![1]!;
  await verify(again, newest);
  assert.deepEqual(
    objectsOf(await readBackup(running, newest)),
    objectsOfSite(simulator, schemaIdOf(simulator, 'Tiny')),
  );
});

test('uninstalling deletes everything of the tenant, also when the purge is begun twice, and a reinstall starts anew', async () => {
  // The service moved to another port: Jira installs it again, over the old one.
  await install(simulator.url, running.app.url);
  await backUp(running.admin, tiny);
  assert.equal(
    (await fetch(`${simulator.url}/_simulator/uninstall`, { method: 'POST', body: '{}' })).status,
    200,
  );
  // Nothing of it may be lost.
  await install(simulator.url, running.app.url);
  const admin2 = running.admin;
  if (/Set up Backup/.test((await admin2.get('/app/home')).html)) {
    await setUp(admin2);
    await sync(admin2);
  }
  const schemas = await sync(admin2);
  const backup = await backUp(admin2, schemas[0]!);
  await verify(admin2, backup.backupId);
  assert.ok(
    'close-dialog' in
      (
        await admin2.post(`/app/schemas/${schemas[0]!.id}/schedule`, {
          on: 'on',
          cron: '0 2 * * *',
          timeZone: 'UTC',
          revision: '0',
        })
      ).events,
  );
  clock.ahead(86_400_000);
  await until('a slot has come', async () =>
    /<td data-title="Scheduled for">/.test(
      (await admin2.get(`/app/schemas/${schemas[0]!.id}/schedule`)).html,
    )
      ? true
      : undefined,
  );
  await fetch(`${simulator.url}/_simulator/uninstall`, { method: 'POST', body: '{}' });
  clock.ahead(3_600_000); // no purge begins sooner
  const service = await connectDatabase(running.uri, running.databases.service);
  const storage = await connectDatabase(running.uri, running.databases.storage);
  // The other site of this file keeps its own: it has no runs, schemas, connection or backups.
  await until(
    'everything is gone',
    async () => (await countLeft(service, storage)) === 0 || undefined,
    60_000,
  );
  await service.close();
  await storage.close();
});

/** Documents of tenants that are not gone yet. */
async function countLeft(service: Connection, storage: Connection): Promise<number> {
  const counts = [
    service.collection('runs').countDocuments({ tenantId: { $exists: true } }),
    service.collection('catalog').countDocuments({ tenantId: { $exists: true } }),
    ...['sites', 'backups', 'schedules', 'slots'].map((name) =>
      service.collection(name).countDocuments({}),
    ),
    ...['packs', 'backup_headers', 'backup_parts'].map((name) =>
      storage.collection(name).countDocuments({}),
    ),
  ];
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}
