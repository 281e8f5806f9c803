import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, sync, verify } from '../../../scripts/demo-steps.ts';
import {
  objectsOf,
  objectsOfSite,
  readBackup,
  schemaIdOf,
} from '../../support/backups/read-backup.ts';
import { holdAssets } from '../../support/sites/hold-assets.ts';
import { runningApp } from '../../support/running-app.ts';

const running = await runningApp({
  site: { seed: 'demo' },
  settings: { REQUEST_TIMEOUT_SECONDS: '2', PATIENCE_MINUTES: '1' },
});
const { simulator, admin } = running;
const { settings, world } = simulator;
const schema = (name: string) => running.schemas.find((each) => each.name === name)!;
const quiet = structuredClone(settings);
const calm = (): void => {
  Object.assign(settings, structuredClone(quiet));
};

async function sameAsSite(name: string, backupId: string): Promise<void> {
  await verify(admin, backupId);
  assert.deepEqual(
    objectsOf(await readBackup(running, backupId)),
    objectsOfSite(simulator, schemaIdOf(simulator, name)),
  );
}

test('a storm of 429s, with and without Retry-After, is waited out, and the grid says that it waits', async () => {
  const waiting = /Waiting: Atlassian is limiting requests\./;
  for (const retryAfter of [true, false]) {
    Object.assign(settings, { totalLimit: 12, limitWindowMs: 2_500, retryAfter });
    // It lasts until somebody has seen it.
    settings.faults = [{ path: 'object/aql', kind: '429', probability: 1 }];
    const seen: string[] = [];
    const backup = await backUp(admin, schema('Computers'), (text) => {
      seen.push(text);
      if (waiting.test(text)) settings.faults = [];
    });
    calm();
    assert.ok(
      seen.some((text) => waiting.test(text)),
      seen.join('\n'),
    );
    await sameAsSite('Computers', backup.backupId);
  }
});

test('errors, cut connections, time-outs and web pages in place of data are repeated until they are over', async () => {
  settings.faults = [
    { path: 'object/aql', kind: '500', probability: 0.2, times: 2 },
    { path: 'object/aql', kind: '503', probability: 0.3, times: 2 },
    { path: 'object/aql', kind: 'cut', probability: 0.3, times: 2 },
    { path: 'object/aql', kind: 'html', probability: 0.3, times: 2 },
    { path: 'objecttype', kind: 'hang', probability: 0.5, times: 1 },
  ];
  const backup = await backUp(admin, schema('People'));
  calm();
  await sameAsSite('People', backup.backupId);
});

test('what appears, changes and vanishes while pages are read is in the backup as it is at the end, none missing, none twice', async () => {
  Object.assign(settings, { churnEvery: 3, latencyMs: 5 });
  const before = new Set(objectsOfSite(simulator, schemaIdOf(simulator, 'Computers')).keys());
  const backup = await backUp(admin, schema('Computers'));
  calm();
  const kept = (await readBackup(running, backup.backupId))
    .filter((record) => record.kind === 'object')
    .map((record) => record.id);
  assert.equal(new Set(kept).size, kept.length);
  const after = objectsOfSite(simulator, schemaIdOf(simulator, 'Computers'));
  const missing = [...before].filter((id) => after.has(id) && !kept.includes(id));
  assert.deepEqual(missing, [], 'objects that were there throughout');
  await verify(admin, backup.backupId);
});

test('a token revoked during a backup ends it with its sentence, and the last good backup is untouched', async () => {
  const good = await backUp(admin, schema('Services'));
  holdAssets(settings);
  const running1 = backUp(admin, schema('Services'));
  await until('the backup runs', async () =>
    /In Progress/.test((await admin.get(`/app/schemas/${schema('Services').id}/row`)).html)
      ? true
      : undefined,
  );
  world.accounts[0]!.revoked = true;
  calm();
  await assert.rejects(running1, /Jira rejected the API token\. Replace it in Settings\./);
  world.accounts[0]!.revoked = false;
  await verify(admin, good.backupId);
});

test('a permission lost, a schema deleted, a workspace gone during a backup each end it with a sentence', async () => {
  const offices = schema('Offices');
  const inHand = (): Promise<true> =>
    until('the backup runs', async () =>
      /In Progress/.test((await admin.get(`/app/schemas/${offices.id}/row`)).html)
        ? true
        : undefined,
    );
  holdAssets(settings);
  let backup = backUp(admin, offices);
  await inHand();
  world.accounts[0]!.assets = false;
  calm();
  await assert.rejects(backup, /This account can't see this schema\./);
  world.accounts[0]!.assets = true;
  holdAssets(settings);
  backup = backUp(admin, offices);
  await inHand();
  Object.assign(world.site, { workspaceId: 'moved-elsewhere' });
  calm();
  await assert.rejects(backup, /The Assets workspace no longer exists\./);
  Object.assign(world.site, { workspaceId: 'g2778e1d-939d-581d-c8e2-9d5g59de456b' });
  holdAssets(settings);
  backup = backUp(admin, offices);
  await inHand();
  world.site.deleteSchema(schemaIdOf(simulator, 'Offices'));
  calm();
  await assert.rejects(backup, /The schema was deleted from Assets\./);
});

test('Stop ends a backup within seconds, cleans up, and lists who stopped it and how far it was', async () => {
  holdAssets(settings);
  const people = schema('People');
  await admin.post(`/app/schemas/${people.id}/backup`);
  const run = await until('the backup runs', async () => {
    const { html } = await admin.get(`/app/schemas/${people.id}/row`);
    return /In Progress/.test(html) ? /runs\/(\w+)\/stop/.exec(html)![1] : undefined;
  });
  const from = Date.now();
  await admin.post(`/app/runs/${run}/stop`);
  await until('the backup ends', async () =>
    /every 2s/.test((await admin.get(`/app/schemas/${people.id}/row`)).html) ? undefined : true,
  );
  assert.ok(Date.now() - from < 8_000, `${Date.now() - from} ms`);
  calm();
  const { html } = await admin.get(`/app/schemas/${people.id}/terminated`);
  assert.match(html, /Stopped/);
  assert.match(html, /Ada Admin/);
});

test('schemas that a weaker account does not see, or a listing that was cut short, are Not visible, never Deleted', async () => {
  const { workspaceId } = simulator;
  await admin.post('/app/setup/credentials', {
    workspaceId,
    email: 'weak@example.com',
    token: 'weak-token',
  });
  await sync(admin);
  const row = (await admin.get(`/app/schemas/${schema('Licences').id}/row`)).html;
  assert.match(row, /Not visible to Ada Admin/);
  assert.doesNotMatch(row, /\/delete"/);
  await admin.post('/app/setup/credentials', {
    workspaceId,
    email: 'admin@example.com',
    token: 'admin-token',
  });
  await sync(admin);
  assert.match((await admin.get(`/app/schemas/${schema('Licences').id}/row`)).html, /Active/);
});
