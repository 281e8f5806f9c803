import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setUp } from '../../../scripts/demo-steps.ts';
import { forgeAdmin } from '../../support/doors/forge-admin.ts';
import { FORGE_SETTINGS } from '../../support/doors/forge-settings.ts';
import { runningApp } from '../../support/running-app.ts';

const settings = { ...FORGE_SETTINGS, FORGE_REALM: 'EU' };
const running = await runningApp({ settings, stage: 'installed' });
const { simulator, app } = running;
const { forge } = simulator;

/** Calls one of the hooks as Atlassian does. */
async function hook(name: string, body: object): Promise<[number, unknown]> {
  const isStatus = name.startsWith('status');
  const answer = await fetch(`${app.url}/forge/residency/${name}`, {
    method: isStatus ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${forge.fit()}`, 'content-type': 'application/json' },
    ...(isStatus ? {} : { body: JSON.stringify(body) }),
  });
  return [answer.status, await answer.json()];
}
const moveTo = (location: string, migrationId: number | string = 57500) => ({
  startTime: '2026-12-26T00:00:00.000Z',
  endTime: '2026-12-27T00:00:00.000Z',
  location,
  migrationId,
});
const statusOf = async (id: number): Promise<unknown> =>
  (await hook(`status?migrationId=${id}`, {}))[1];
const OTHER_REALM = [400, { errorResponseCode: 'E0002' }];
const NOT_SCHEDULED = [400, { errorResponseCode: 'E0001' }];
const AGREED = [200, {}];

test('a site of which nothing is stored can be moved to where the service is, and nowhere else', async () => {
  forge.install(app.url);
  assert.deepEqual(await hook('schedule', moveTo('US')), OTHER_REALM);
  assert.deepEqual(await hook('schedule', moveTo('EU')), AGREED);
  assert.deepEqual(await hook('start', moveTo('EU')), AGREED);
  assert.deepEqual(await statusOf(57500), { status: 'ready-to-commit' });
});

test('a move goes from its announcement to its end, and one that nobody announced is none', async () => {
  await setUp(forgeAdmin(running));
  assert.deepEqual(await hook('start', moveTo('EU')), NOT_SCHEDULED);
  assert.deepEqual(await statusOf(57500), { status: 'failed', errorResponseCode: 'E0001' });
  assert.deepEqual(await hook('schedule', moveTo('EU')), AGREED);
  assert.deepEqual(await statusOf(57500), { status: 'scheduled' });
  assert.deepEqual(await hook('commit', { migrationId: 57500 }), NOT_SCHEDULED);
  assert.deepEqual(await hook('start', moveTo('EU', '57500')), AGREED);
  assert.deepEqual(await statusOf(57500), { status: 'ready-to-commit' });
  assert.deepEqual(await hook('commit', { migrationId: 57500 }), AGREED);
  assert.deepEqual(await hook('commit', { migrationId: 57500 }), AGREED, 'told twice');
});

test('what is rolled back is forgotten, and the app goes on as before', async () => {
  assert.deepEqual(await hook('schedule', moveTo('global', 7)), AGREED);
  assert.deepEqual(await hook('rollback', { migrationId: 7 }), AGREED);
  assert.deepEqual(await statusOf(7), { status: 'failed', errorResponseCode: 'E0001' });
  assert.equal((await forgeAdmin(running).get('/app/setup')).status, 200);
  assert.equal((await hook('schedule', { location: 'EU' }))[0], 422, 'without an ID');
});
