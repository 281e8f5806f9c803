import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startSimulators } from '../../simulator/start-simulator.ts';

const [first, second] = (await startSimulators([{ seed: 'tiny' }, { seed: 'other' }])) as [
  Awaited<ReturnType<typeof startSimulators>>[number],
  Awaited<ReturnType<typeof startSimulators>>[number],
];
after(() => Promise.all([first.close(), second.close()]));

const basic = (email: string, token: string): string =>
  `Basic ${Buffer.from(`${email}@example.com:${token}`).toString('base64')}`;
const CLASSIC = basic('admin', 'admin-token');
const SCOPED = basic('admin', 'admin-scoped-token');

const assets = (before: string, { workspaceId } = first, name = 'assets'): string =>
  `${before}/jsm/${name}/workspace/${workspaceId}/v1/objectschema/list`;
const byCloudId = ({ cloudId } = first): string => `/ex/jira/${cloudId}`;

async function ask(path: string, authorization?: string, method = 'GET') {
  const answer = await fetch(`${first.url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      'content-type': 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
    },
    ...(method === 'POST' ? { body: '{"qlQuery":""}' } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, text, location: answer.headers.get('location') };
}
const statusOf = async (...call: Parameters<typeof ask>): Promise<number> =>
  (await ask(...call)).status;

test('the same Assets are reached by every form of the address, under the older name too', async () => {
  for (const name of ['assets', 'insight'])
    for (const before of ['', '/gateway/api', byCloudId()])
      assert.match(
        (await ask(assets(before, first, name), CLASSIC)).text,
        /"name":"Tiny"/,
        `${before} ${name}`,
      );
});

test('a stranger learns the cloud id, which is another one on every site', async () => {
  assert.deepEqual(JSON.parse((await ask('/_edge/tenant_info')).text), { cloudId: first.cloudId });
  assert.notEqual(first.cloudId, second.cloudId);
});

test('the short form finds the site of the workspace, the gateway only that of its own host', async () => {
  assert.match((await ask(assets('', second), CLASSIC)).text, /"name":"Vehicles"/);
  assert.equal(await statusOf(assets('/gateway/api', second), CLASSIC), 404);
});

test('a cloud id finds its site; with the workspace of another one, or as nobody has it, it finds nothing', async () => {
  assert.match((await ask(assets(byCloudId(second), second), CLASSIC)).text, /"name":"Vehicles"/);
  assert.equal(await statusOf(assets(byCloudId(first), second), CLASSIC), 404);
  assert.equal(await statusOf(assets('/ex/jira/nobody'), CLASSIC), 404);
});

test('a scoped token only counts where the address names the cloud id, for Jira as well', async () => {
  for (const before of ['', '/gateway/api'])
    assert.equal(await statusOf(assets(before), SCOPED), 401, before);
  assert.equal(await statusOf('/rest/api/3/myself', SCOPED), 401);
  assert.equal(await statusOf(assets(byCloudId()), SCOPED), 200);
  assert.equal(await statusOf(`${byCloudId()}/rest/api/3/myself`, SCOPED), 200);
  assert.equal(await statusOf(assets(byCloudId()), 'Bearer admin-scoped-token'), 200);
  assert.equal(await statusOf(assets(byCloudId()), 'Bearer admin-token'), 401);
});

test('a token that may read does not write, and says why', async () => {
  const reader = basic('user', 'user-scoped-token');
  const at = (path: string): string => assets(byCloudId()).replace('/objectschema/list', path);
  assert.equal(await statusOf(at('/object/aql'), reader, 'POST'), 200);
  const refused = await ask(at('/object/create'), reader, 'POST');
  assert.deepEqual(
    [refused.status, JSON.parse(refused.text)],
    [401, { code: 401, message: 'Unauthorized; scope does not match' }],
  );
});

test('a service account reaches Jira, and Assets only where the switch says so', async () => {
  const service = basic('service', 'service-scoped-token');
  assert.equal(await statusOf(`${byCloudId()}/rest/api/3/myself`, service), 200);
  assert.equal(await statusOf(assets(byCloudId()), service), 401);
  first.settings.serviceAccountAssets = true;
  assert.equal(await statusOf(assets(byCloudId()), service), 200);
  first.settings.serviceAccountAssets = false;
});

test('calls are counted by the form of their address', async () => {
  first.world.stats.reset();
  for (const before of ['', '/gateway/api', '/gateway/api', byCloudId()])
    await ask(assets(before), CLASSIC);
  await ask('/rest/api/3/myself', CLASSIC);
  const { byForm, byTemplate } = first.world.stats.json;
  assert.deepEqual(byForm, { short: 1, gateway: 2, 'cloud-id': 1, site: 1 });
  assert.equal(byTemplate['GET /jsm/assets/workspace/:ws/v1/objectschema/list']?.calls, 4);
});

test('a renamed site redirects from its former address, keeps its cloud id, and is found by it at any host', async () => {
  const former = second.url;
  const renamed = await second.rename();
  const answer = await fetch(`${former}/rest/api/3/serverInfo?a=b`, { redirect: 'manual' });
  assert.deepEqual(
    [answer.status, answer.headers.get('location')],
    [301, `${renamed}/rest/api/3/serverInfo?a=b`],
  );
  assert.equal(second.url, renamed);
  const info = await fetch(`${former}/_edge/tenant_info`);
  assert.deepEqual(await info.json(), { cloudId: second.cloudId });
  assert.equal(await statusOf(assets(byCloudId(second), second), CLASSIC), 200);
  const short = await fetch(`${former}${assets('', second)}`, {
    headers: { authorization: CLASSIC },
  });
  assert.equal(short.status, 200);
});
