import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import type { ForgeInstallation } from '../../simulator/forge-host/forge-host.ts';
import { ROUTES } from '../../src/web/routes/routes.ts';
import { forgeAdmin } from '../support/doors/forge-admin.ts';
import { FORGE_SETTINGS } from '../support/doors/forge-settings.ts';
import { runningApp } from '../support/running-app.ts';
import { unsignedToken } from './token-maker.ts';

const running = await runningApp({ settings: FORGE_SETTINGS });
const { simulator, app } = running;
const { forge, host } = simulator;
const installation = forge.install(app.url, 'DEVELOPMENT');
const admin = simulator.world.accounts[0]!.accountId;
const user = simulator.world.accounts[1]!.accountId;
const now = Math.floor(Date.now() / 1000);
const { privateKey: strange } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** The claims of a good token of an administrator, with some of them replaced. */
function claimsWith(claims: object = {}, of: ForgeInstallation = installation): object {
  const [, payload = ''] = forge.fit(of, { accountId: admin, claims }).split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
}
const fit = (claims: object = {}): string => forge.sign(claimsWith(claims));
const without = (name: string): string => fit({ [name]: undefined });

const good = fit();
const BAD: Record<string, string> = {
  none: '',
  'of another scheme': `JWT ${good}`,
  garbage: 'Bearer abc.def.ghi',
  'alg none': `Bearer ${unsignedToken(claimsWith())}`,
  'another audience': `Bearer ${fit({ aud: `ari:cloud:ecosystem::app/${randomUUID()}` })}`,
  'another issuer': `Bearer ${fit({ iss: 'forge/other-token' })}`,
  ended: `Bearer ${fit({ exp: now - 10 })}`,
  early: `Bearer ${fit({ nbf: now + 60 })}`,
  'without an end': `Bearer ${without('exp')}`,
  'without an app': `Bearer ${without('app')}`,
  'another key under the same kid': `Bearer ${forge.sign(claimsWith(), forge.kid, strange)}`,
  'an unknown kid': `Bearer ${forge.sign(claimsWith(), randomUUID(), strange)}`,
  'another environment': `Bearer ${forge.sign(claimsWith({}, { ...installation, environment: 'STAGING' }))}`,
  'a site that the installation is not on': `Bearer ${fit({ context: { cloudId: randomUUID(), siteUrl: simulator.url } })}`,
  "Connect's": `JWT ${host.contextToken(admin)}`,
};

const addressOf = (path: string): string =>
  `/forge${path
    .replace(':id', '0123456789abcdef01234567')
    .replace(':typeId', '1')
    .replace(':objectId', '2')}`;
const fragments = ROUTES.filter(({ guard }) => guard === 'fragment');
const events = ['installed', 'upgraded', 'hour', 'leaving'].map((event) => ({
  method: 'post',
  path: `/events/${event}`,
}));
const hooks = [
  ...['schedule', 'start', 'commit', 'rollback'].map((hook) => ({
    method: 'post',
    path: `/residency/${hook}`,
  })),
  { method: 'get', path: '/residency/status' },
];
const elsewhere = [
  { method: 'get', path: '/nowhere' },
  { method: 'get', path: '/pages/home' },
];

const call = (
  { method, path }: { method: string; path: string },
  authorization: string,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(`${app.url}${addressOf(path)}`, {
    method,
    headers: {
      ...(authorization ? { authorization } : {}),
      'content-type': 'application/json',
      ...headers,
    },
    ...(method === 'post' ? { body: '{"form":""}' } : {}),
  });

/** What a good token is answered with, inside the envelope. */
async function envelopeOf(answer: Response): Promise<{ status: number; html: string }> {
  assert.equal(answer.status, 200);
  return (await answer.json()) as { status: number; html: string };
}

test('every address behind the door of Forge refuses every bad token with a bare 401', async () => {
  const asAdmin = { 'x-forge-oauth-user': forge.userToken(admin) };
  for (const route of [...fragments, ...events, ...hooks, ...elsewhere]) {
    const tries = Object.entries(BAD).map(async ([name, authorization]) => {
      const answer = await call(route, authorization, asAdmin);
      return [name, answer.status, await answer.text()];
    });
    const expected = Object.keys(BAD).map((name) => [name, 401, '{}']);
    assert.deepEqual(await Promise.all(tries), expected, `${route.method} ${route.path}`);
  }
});

test('two tokens in one call are none', async () => {
  const url = `${app.url}/forge/app/home`;
  const headers = new Headers([
    ['authorization', `Bearer ${good}`],
    ['authorization', `Bearer ${good}`],
  ]);
  assert.equal((await fetch(url, { headers })).status, 401);
});

test('a person who is no administrator, or none at all, is let in nowhere', async () => {
  const asUser = { 'x-forge-oauth-user': forge.userToken(user) };
  const ofUser = `Bearer ${forge.fit(installation, { accountId: user })}`;
  const ofNobody = `Bearer ${forge.fit(installation)}`;
  for (const route of fragments) {
    const name = `${route.method} ${route.path}`;
    assert.equal((await envelopeOf(await call(route, ofUser, asUser))).status, 403, name);
    assert.equal((await envelopeOf(await call(route, ofNobody, asUser))).status, 403, name);
  }
});

test("another person's token, and none, say nothing of whoever calls", async () => {
  const route = { method: 'post', path: '/app/sync' };
  const ofUser = `Bearer ${forge.fit(installation, { accountId: user })}`;
  const asAdmin = { 'x-forge-oauth-user': forge.userToken(admin) };
  assert.equal((await envelopeOf(await call(route, ofUser, asAdmin))).status, 403);
  assert.equal((await envelopeOf(await call(route, `Bearer ${fit()}`))).status, 503);
  const made = { 'x-forge-oauth-user': 'made-up' };
  assert.equal((await envelopeOf(await call(route, `Bearer ${fit()}`, made))).status, 503);
});

test('an invocation token opens nothing at the door of Connect', async () => {
  for (const route of ROUTES.filter(({ guard }) => guard !== 'public')) {
    const answer = await fetch(`${app.url}${addressOf(route.path).slice('/forge'.length)}`, {
      method: route.method,
      headers: { authorization: `Bearer ${fit()}` },
    });
    assert.equal(answer.status, 401, `${route.method} ${route.path}`);
  }
});

test("ids that are not the installation's are not found, and addresses that are none", async () => {
  const asAdmin = (): Record<string, string> => ({ 'x-forge-oauth-user': forge.userToken(admin) });
  for (const route of fragments.filter(({ path }) => path.includes(':id'))) {
    const { status } = await envelopeOf(await call(route, `Bearer ${fit()}`, asAdmin()));
    assert.equal(status, 404, `${route.method} ${route.path}`);
  }
  const { status } = await envelopeOf(await call(elsewhere[0]!, `Bearer ${fit()}`, asAdmin()));
  assert.equal(status, 404);
});

test('what was permitted counts for minutes for whoever looks, and never for a command', async () => {
  const session = forgeAdmin(running);
  const account = simulator.world.accounts[0]!;
  assert.equal((await session.get('/app/home')).status, 200);
  account.jiraAdmin = false;
  try {
    assert.equal((await session.get('/app/home')).status, 200);
    assert.equal((await session.post('/app/sync')).status, 403);
    assert.equal((await session.get('/app/home')).status, 403);
  } finally {
    account.jiraAdmin = true;
  }
});

test('no token stands in the log', () => {
  const text = JSON.stringify(running.lines);
  assert.doesNotMatch(text, /eyJ[\w-]{10,}\.[\w-]+\./);
  assert.doesNotMatch(text, /forge-user-/);
});
