import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, setUp, switchOn, sync } from '../../../scripts/demo-steps.ts';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { forgeAdmin } from '../../support/doors/forge-admin.ts';
import { FORGE_SETTINGS } from '../../support/doors/forge-settings.ts';
import { RunningApp, runningApp } from '../../support/running-app.ts';
import { testDatabaseUri } from '../../support/databases/test-database.ts';

const settings = { ...FORGE_SETTINGS, GRACE_DAYS: '30' };
const running = new RunningApp(
  await startSimulator({ seed: 'tiny' }),
  await testDatabaseUri(),
  settings,
);
await running.start();
after(() => running.close());
const { forge } = running.simulator;
const admin = forgeAdmin(running);

const post = (site: string, what: string, body: object = {}): Promise<Response> =>
  fetch(`${site}/_simulator/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const leave = (): Promise<Response> => post(running.simulator.url, 'forge/uninstall');

let schemaId = '';
const listed = async (session = admin): Promise<{ status: number; backups: number }> => {
  const { status, html } = await session.get(`/app/schemas/${schemaId}/backups?part=table`);
  return { status, backups: [...html.matchAll(/<tr id="backup-/g)].length };
};

test('the first page makes the tenant, and events may come late, twice or never', async () => {
  forge.install(running.app.url);
  assert.deepEqual(await forge.announce('hour'), [204], 'before anybody opened the app');
  await setUp(admin);
  const [schema] = await sync(admin);
  await backUp(admin, schema!);
  schemaId = schema!.id;
  for (const event of ['installed', 'installed', 'upgraded', 'hour'] as const)
    assert.deepEqual(await forge.announce(event), [204], event);
  assert.deepEqual(await listed(), { status: 200, backups: 1 });
});

test('what was uninstalled is over, and a reinstall within the days of grace finds its backups', async () => {
  const before = forge.installation!;
  const account = running.simulator.world.accounts[0]!.accountId;
  const headers = {
    authorization: `Bearer ${forge.fit(before, { accountId: account })}`,
    'x-forge-oauth-user': forge.userToken(account),
  };
  await leave();
  const late = await fetch(`${running.app.url}/forge/app/home`, { headers });
  assert.equal(((await late.json()) as { status: number }).status, 403);
  forge.install(running.app.url);
  assert.deepEqual(await listed(), { status: 200, backups: 1 });
  assert.deepEqual(await forge.announce('leaving', before), [204]);
  assert.deepEqual(await listed(), { status: 200, backups: 1 }, 'told of the old one once more');
});

test('a site with the Connect app keeps its backups and schedules by the id it was connected with', async () => {
  const connect = await runningApp({ settings });
  const [schema] = connect.schemas;
  schemaId = schema!.id;
  await backUp(connect.admin, schema!);
  await switchOn(connect.admin, schema!, { backUpNow: false });
  const session = forgeAdmin(connect);
  const { simulator, app } = connect;
  const database = await connectDatabase(connect.uri, connect.databases.service);
  after(() => database.close());
  const setCloudId = (cloudId: string | null) =>
    database.collection('sites').updateOne({}, { $set: { 'details.cloudId': cloudId } });

  await setCloudId(null);
  simulator.forge.install(app.url);
  assert.equal((await session.get('/app/home')).status, 503, 'not known for sure yet');
  await setCloudId('the-id-of-another-site');
  simulator.forge.install(app.url, 'DEVELOPMENT');
  assert.equal((await listed(session)).status, 404, 'another site at the same address');
  await setCloudId(simulator.cloudId);
  simulator.forge.install(app.url);
  assert.deepEqual(await listed(session), { status: 200, backups: 1 });
  const { html } = await session.get(`/app/schemas/${schemaId}/row`);
  assert.match(html, /Next: /);
  assert.deepEqual(await listed(connect.admin), { status: 200, backups: 1 }, 'by both doors');

  await post(simulator.url, 'uninstall');
  assert.deepEqual(await listed(session), { status: 200, backups: 1 }, 'by the one that is left');
  const tenants = async (): Promise<unknown[]> => {
    const documents = await database.collection('tenants').find({}).toArray();
    return documents.filter((each) => each['joinedKey']).map((each) => each['state'] as unknown);
  };
  assert.deepEqual(await tenants(), ['active']);
  await post(simulator.url, 'forge/uninstall');
  assert.deepEqual(await tenants(), ['uninstalled']);
  simulator.forge.install(app.url);
  assert.deepEqual(await listed(session), { status: 200, backups: 1 }, 'installed again');
});

test('a kill after the installation was noted as left still uninstalls its tenant', async () => {
  const database = await connectDatabase(running.uri, running.databases.service);
  after(() => database.close());
  const stateOfTenants = (): Promise<unknown[]> => database.collection('tenants').distinct('state');
  assert.deepEqual(await stateOfTenants(), ['active']);
  const left = { $set: { state: 'left', isLeaving: true } };
  await database.collection('installations').updateMany({ state: 'here' }, left);
  const replica = await running.replica();
  await until('its end', async () => {
    const [state] = await stateOfTenants();
    return state === 'uninstalled' ? true : undefined;
  });
  await until('that it is settled', async () => {
    const open = await database.collection('installations').countDocuments({ isLeaving: true });
    return open === 0 ? true : undefined;
  });
  await replica.stop();
});
