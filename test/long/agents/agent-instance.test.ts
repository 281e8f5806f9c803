import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { until } from '../../../scripts/admin-session.ts';
import { backUp, plain, sync } from '../../../scripts/demo-steps.ts';
import { Agent } from '../../../src/agent/agent.ts';
import { systemClock } from '../../../src/clock.ts';
import { readAgentSettings } from '../../../src/config/agent-settings.ts';
import { silentLog } from '../../../src/core/kernel/log.ts';
import {
  objectsOf,
  objectsOfSite,
  readBackup,
  schemaIdOf,
} from '../../support/backups/read-backup.ts';
import { runningApp } from '../../support/running-app.ts';

/** A Data Center that the service is not let to: it is on this machine, and nobody lists that. */
const server = await startSimulator({ seed: 'dc' });
after(() => server.close());
const running = await runningApp({ stage: 'set-up' });
const { admin } = running;
const ACCOUNT = 'admin-token';

const form = { name: 'Behind', siteUrl: server.url, signIn: 'agent' };
let token = '';

test('an instance behind a firewall needs an agent, which the page says', async () => {
  const { html } = await admin.post('/app/data-centers', form);
  assert.match(plain(html), /isn't answering|didn't answer|Try again/);
});

test('a token is made for a site, and shown once', async () => {
  const wrong = await admin.post('/app/agents', { agentSiteUrl: 'http://jira.example.com' });
  assert.match(plain(wrong.html), /The URL must start with https:\/\//);
  const { html } = await admin.post('/app/agents', { agentSiteUrl: server.url });
  token = /bma_[0-9a-f]{24}_[\w-]{43}/.exec(html)?.[0] ?? '';
  assert.notEqual(token, '');
  const again = (await admin.get('/app/agents')).html;
  assert.ok(!again.includes(token));
  assert.match(plain(again), /127[.]0[.]0[.]1.*Not connected/);
});

test('with an agent it is added, synced and backed up; the service knows no account', async () => {
  const settings = readAgentSettings({
    AGENT_SERVICE_URL: running.app.url,
    AGENT_TOKEN: token,
    AGENT_SITE_URL: server.url,
    AGENT_SITE_TOKEN: ACCOUNT,
  });
  const agent = new Agent({ settings, version: '1.2.3', clock: systemClock, log: silentLog });
  const ended = agent.run();
  after(async () => {
    agent.stop();
    await ended;
  });
  await until('the agent', async () => {
    const shown = plain((await admin.get('/app/agents')).html);
    return /version 1[.]2[.]3.*Connected/.test(shown) ? true : undefined;
  });
  const saved = await admin.post('/app/data-centers', form);
  assert.match(JSON.stringify(saved.events), /Behind saved/, plain(saved.html));
  const schemas = await sync(admin);
  const hardware = schemas.find(({ name }) => name === 'Hardware');
  assert.ok(hardware);
  const { backupId } = await backUp(admin, hardware);
  const there = objectsOfSite(server, schemaIdOf(server, 'Hardware'));
  assert.equal(objectsOf(await readBackup(running, backupId)).size, there.size);
});

test('a token that is revoked is gone from the page, and the site counts as down', async () => {
  const id = /bma_([0-9a-f]{24})/.exec(token)?.[1] ?? '';
  const asked = plain((await admin.get(`/app/agents/${id}/revoke`)).html);
  assert.match(asked, /Revoke the token for 127[.]0[.]0[.]1/);
  const { html } = await admin.post(`/app/agents/${id}/revoke`);
  assert.match(plain(html), /No agents yet/);
  assert.equal((await admin.get(`/app/agents/${id}/revoke`)).status, 404);
});
