import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../../scripts/admin-session.ts';
import type { Fault } from '../../../simulator/faults/fault.ts';
import { connectDatabase } from '../../../src/storage/connect-database.ts';
import { runningApp } from '../../support/running-app.ts';

const running = await runningApp({ stage: 'installed' });
const { simulator, admin } = running;
const good = {
  workspaceId: simulator.workspaceId,
  email: 'admin@example.com',
  token: 'admin-token',
};
const save = (form: Record<string, string>) => admin.post('/app/setup/credentials', form);

/** `YYYY-MM-DD`. */
const inDays = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function saved(): Promise<number> {
  const connection = await connectDatabase(running.uri, running.databases.service);
  const count = await connection.collection('sites').countDocuments({});
  await connection.close();
  return count;
}

const MISTAKES: [string, Record<string, string>, string, RegExp][] = [
  ['no workspace ID', { ...good, workspaceId: '' }, 'workspaceId', /Workspace ID is mandatory/],
  ['no email', { ...good, email: '' }, 'email', /Email is mandatory/],
  ['no token', { ...good, token: '' }, 'token', /API token is mandatory/],
  ['an email that is none', { ...good, email: 'nobody' }, 'email', /Enter a valid email address/],
  ['a wrong token', { ...good, token: 'wrong' }, 'token', /Jira rejected this email and API token/],
  [
    'a revoked token',
    { ...good, email: 'revoked@example.com', token: 'revoked-token' },
    'token',
    /Jira rejected this email and API token/,
  ],
  [
    'the workspace of another site',
    { ...good, workspaceId: '11111111-2222-3333-4444-555555555555' },
    'workspaceId',
    /This workspace ID doesn&#x27;t belong to this site/,
  ],
  [
    'an account without Assets',
    { ...good, email: 'noassets@example.com', token: 'noassets-token' },
    'email',
    /This account can&#x27;t use Assets/,
  ],
  [
    'a date that has passed',
    { ...good, tokenExpiresOn: inDays(-1) },
    'tokenExpiresOn',
    /Enter a date in the future/,
  ],
  ['today', { ...good, tokenExpiresOn: inDays(0) }, 'tokenExpiresOn', /Enter a date in the future/],
  [
    'a date that is none',
    { ...good, tokenExpiresOn: '2027-02-31' },
    'tokenExpiresOn',
    /Enter a valid date/,
  ],
];

for (const [name, form, field, message] of MISTAKES) {
  test(`${name}: the message stands under its field, what was typed is kept, the token is not sent back, nothing is saved`, async () => {
    const { html } = await save(form);
    assert.match(html, new RegExp(`id="${field}-error">[^<]*${message.source}`));
    assert.match(html, new RegExp(`data-focus="${field}">Edit`));
    if (form['email']) assert.match(html, new RegExp(`value="${form['email']}"`));
    if (form['token']) assert.ok(!html.includes(form['token']));
    assert.equal(await saved(), 0);
  });
}

test('with a dead token that answers 200, only the header tells, and it is heeded', async () => {
  simulator.settings.deadTokenStatus = 200;
  assert.match(
    (await save({ ...good, email: 'revoked@example.com', token: 'revoked-token' })).html,
    /id="token-error">Jira rejected/,
  );
  simulator.settings.deadTokenStatus = 401;
});

test('a site that does not answer is said to, and nothing is saved', async () => {
  simulator.settings.faults = [{ path: 'myself', kind: '503', probability: 1 }];
  const { html } = await save(good);
  simulator.settings.faults = [];
  assert.match(html, /role="alert">The site didn&#x27;t answer/);
  assert.equal(await saved(), 0);
});

test('Look up fills the workspace ID, and a good form is saved with what the account may do', async () => {
  assert.match(
    (await admin.post('/app/setup/workspace', { ...good, workspaceId: '' })).html,
    new RegExp(`value="${simulator.workspaceId}"`),
  );
  const weak = await save({ ...good, email: 'weak@example.com', token: 'weak-token' });
  assert.match(weak.html, /Connected to/);
  assert.match(weak.html, /has no Jira Service Management agent license/);
  assert.match(weak.html, /can&#x27;t manage every schema/);
  const full = await save(good);
  assert.match(full.html, /Ada Admin/);
  assert.doesNotMatch(full.html, /has no Jira Service Management agent/);
  const edit = (await admin.get('/app/setup?step=1')).html;
  assert.match(edit, /Current token saved/);
  assert.ok(!edit.includes('admin-token'));
});

test('an empty token keeps the stored one, and the token is sealed in the database', async () => {
  const { html } = await save({ ...good, token: '', tokenExpiresOn: inDays(7) });
  assert.match(html, /Connected to/);
  assert.match(html, /Your API token expires in 7 days/);
  const edited = await save({ ...good, token: '', tokenExpiresOn: inDays(7) });
  assert.match(edited.html, /Connected to/);
  const connection = await connectDatabase(running.uri, running.databases.service);
  const sites = await connection.collection('sites').find({}).toArray();
  const tenants = await connection.collection('tenants').find({}).toArray();
  await connection.close();
  assert.ok(sites[0]?.['token'], 'a token is stored');
  const text = JSON.stringify([sites, tenants]);
  assert.ok(!text.includes('admin-token') && !text.includes(simulator.host.app!.sharedSecret));
});

test('a test of the connection at that moment is no edit: whoever is being checked is saved', async () => {
  const hold: Fault = { path: 'api/3/myself$', kind: 'hold', probability: 1, times: 1 };
  simulator.settings.faults = [hold];
  const slow = save({ ...good, tokenExpiresOn: inDays(20) });
  await until('it is being checked', async () => hold.times === 0 || undefined);
  const { events } = await admin.post('/app/settings/test');
  assert.match(JSON.stringify(events), /Connection works/);
  simulator.settings.faults = [];
  assert.match((await slow).html, /Connected to/);
});

test('who saved while another was being checked is not overwritten, and the other one is told', async () => {
  const held: Fault = { path: 'myself', kind: 'hold', probability: 1, times: 1 };
  simulator.settings.faults = [held];
  const slow = save({ ...good, tokenExpiresOn: inDays(30) });
  await until('it is being checked', async () => held.times === 0 || undefined);
  assert.match((await save({ ...good, tokenExpiresOn: inDays(40) })).html, /Connected to/);
  simulator.settings.faults = [];
  assert.match((await slow).html, /Somebody else changed this configuration/);
  const { html } = await admin.get('/app/setup?step=1');
  assert.match(html, new RegExp(`value="${inDays(40)}"`));
});
