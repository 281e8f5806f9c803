import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../scripts/admin-session.ts';
import { install } from '../../scripts/demo-steps.ts';
import { runningApp } from '../support/running-app.ts';

const running = await runningApp({ stage: 'set-up' });
const { simulator, app, admin } = running;
const { host } = simulator;
const now = (): number => Math.floor(Date.now() / 1000);

/** A call about the installation, signed at a moment (s). */
function tokenOf(event: 'installed' | 'uninstalled', iat?: number): string {
  const called = { baseUrl: app.url, clientKey: host.clientKey };
  return host.installToken(called, 'POST', `/${event}`, { iat });
}

async function post(
  event: 'installed' | 'uninstalled',
  token: string,
  changed: object = {},
): Promise<number> {
  const body = {
    key: host.app!.key,
    clientKey: host.clientKey,
    sharedSecret: 'o'.repeat(43),
    baseUrl: simulator.url,
    productType: 'jira',
    eventType: event,
    ...changed,
  };
  const answer = await fetch(`${app.url}/${event}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `JWT ${token}` },
    body: JSON.stringify(body),
  });
  return answer.status;
}

const works = async (): Promise<boolean> => (await admin.page('/pages/home')).status === 200;

test('a call that was signed before the installation in force changes nothing, however late it comes', async () => {
  await install(simulator.url, app.url);
  assert.equal(await post('uninstalled', tokenOf('uninstalled', now() - 5)), 204);
  assert.ok(await works(), 'it is still installed');
  assert.equal(await post('installed', tokenOf('installed', now() - 5)), 204);
  assert.ok(await works(), 'with the secret of the newest installation');
});

test('an uninstalled that was obeyed and is sent again after a reinstall changes nothing', async () => {
  const token = tokenOf('uninstalled', now());
  assert.equal(await post('uninstalled', token), 204);
  assert.ok(!(await works()));
  // Two installs that are signed within one second are one call, sent twice.
  const uninstalledAt = now();
  await until('the next second', async () => (now() > uninstalledAt ? true : undefined));
  await install(simulator.url, app.url);
  assert.equal(await post('uninstalled', token), 204);
  assert.ok(await works());
});

test('a call that does not say when it was signed is refused', async () => {
  for (const event of ['installed', 'uninstalled'] as const)
    assert.equal(await post(event, tokenOf(event)), 401);
  assert.ok(await works());
});

test('what Jira adds to an install is passed over, up to a megabyte', async () => {
  const clientKey = 'Jira/ACME+1'; // as an old site calls itself
  const token = host.installToken({ baseUrl: app.url, clientKey }, 'POST', '/installed');
  const wordy = { clientKey, description: 'x'.repeat(500_000), capabilitySet: null, more: [{}] };
  assert.equal(await post('installed', token, wordy), 204);
  assert.equal(
    await post('installed', token, { ...wordy, description: 'x'.repeat(2_000_000) }),
    413,
  );
});

test('a site has an address of https, but for a pretend one', async () => {
  const clientKey = 'odd-address';
  const token = host.installToken({ baseUrl: app.url, clientKey }, 'POST', '/installed');
  const { port } = new URL(simulator.url);
  for (const baseUrl of [
    'file://acme.atlassian.net/etc/passwd',
    `file://127.0.0.1:${port}/`,
    'http://acme.atlassian.net',
    'ftp://acme.atlassian.net',
    'javascript://acme.atlassian.net/%0aalert(1)',
    'https://user:password@acme.atlassian.net',
    'https://acme.atlassian.net:8443',
    'https://evil.example.com\\@acme.atlassian.net',
    'https://acme.atlassian.net\\.evil.example.com',
    'https:acme.atlassian.net',
    '//acme.atlassian.net',
    ' https://acme.atlassian.net',
    ['https://acme.atlassian.net'],
    null,
  ]) {
    const status = await post('installed', token, { clientKey, baseUrl });
    assert.ok(status === 422 || status === 401, `${JSON.stringify(baseUrl)}: ${status}`);
  }
  const good = { clientKey, baseUrl: 'https://acme.atlassian.net/' };
  assert.equal(await post('installed', token, good), 204);
});
