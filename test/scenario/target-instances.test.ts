import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { until } from '../../scripts/admin-session.ts';
import { siteId, tenantId } from '../../src/core/kernel/ids.ts';
import { connectDatabase } from '../../src/storage/connect-database.ts';
import { parseKeyRing } from '../../src/storage/sealing/key-ring.ts';
import { SecretBox } from '../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../src/storage/sealing/tenant-keys.ts';
import { MongoSiteStore } from '../../src/storage/stores/mongo-site-store.ts';
import { cloudTarget } from '../support/cloud-site.ts';
import { MongoTenantStore } from '../../src/storage/stores/mongo-tenant-store.ts';
import { runningApp } from '../support/running-app.ts';

const other = await startSimulator({ seed: 'tiny' });
const redirecting = createServer((_request, response) => {
  response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
});
await new Promise<void>((resolve) => {
  redirecting.listen(0, '127.0.0.1', resolve);
});
const redirects = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}`;
const silent = 'http://127.0.0.1:9';
const running = await runningApp({
  stage: 'set-up',
  site: { cloud: other.cloud },
  settings: { PRETEND_SITE_ADDRESSES: [other.url, redirects, silent].join(',') },
});
const database = await connectDatabase(running.uri, running.databases.service);
after(async () => {
  await database.close();
  redirecting.close();
  await other.close();
});
const keys = new TenantKeys(database, parseKeyRing(running.env()['KEY_RING']!));
const secrets = new SecretBox(keys);
const store = new MongoSiteStore(database, secrets);
const tenants = new MongoTenantStore({ connection: database, secrets, keys, purges: [] });
const documents = database.collection<{
  _id: string;
  name: string;
  token: string;
  details: { email: string; sandbox: boolean };
}>('sites');
const TARGETS = { 'roles.source': false };

const { admin } = running;
const seen: string[] = [];
async function post(path: string, form: Record<string, string> = {}) {
  const answer = await admin.post(path, form);
  seen.push(answer.html, JSON.stringify(answer.events));
  return answer;
}
async function get(path: string) {
  const answer = await admin.get(path);
  seen.push(answer.html);
  return answer;
}
const good = {
  name: 'Pretend sandbox',
  email: 'admin@example.com',
  workspaceId: other.workspaceId,
  siteUrl: `${other.url}/jira`,
  token: 'admin-token',
  sandbox: 'on',
};
const { sandbox: _sandbox, ...notSandbox } = good;
const idOf = async (name: string): Promise<string> => (await documents.findOne({ name }))!._id;

test('the list says what to do as long as it is empty, and the menu leads to it', async () => {
  assert.match((await get('/app/targets')).html, /No target instances yet\.[\s\S]*\+ Add new/);
  assert.match((await get('/app/targets/new')).html, /Save target instance/);
});

const MISTAKES: [string, Record<string, string>, string, RegExp][] = [
  ['no name', { ...good, name: ' ' }, 'name', /Connection name is mandatory/],
  ['no email', { ...good, email: '' }, 'email', /Target Email is mandatory/],
  [
    'no workspace ID',
    { ...good, workspaceId: '' },
    'workspaceId',
    /Target Workspace ID is mandatory/,
  ],
  ['no URL', { ...good, siteUrl: '' }, 'siteUrl', /Target Instance URL is mandatory/],
  ['no token', { ...good, token: '' }, 'token', /Target Token is mandatory/],
  [
    'a URL over http',
    { ...good, siteUrl: 'http://acme.atlassian.net' },
    'siteUrl',
    /The URL must start with https:\/\//,
  ],
  [
    'a pretend site that is not on the list',
    { ...good, siteUrl: 'http://127.0.0.1:1' },
    'siteUrl',
    /The URL must start with https:\/\//,
  ],
  [
    'this machine by its address',
    { ...good, siteUrl: 'https://127.0.0.1' },
    'siteUrl',
    /This address is not allowed/,
  ],
  [
    'this machine in odd notation',
    { ...good, siteUrl: 'https://0x7f.1/' },
    'siteUrl',
    /This address is not allowed/,
  ],
  [
    'this machine by its name',
    { ...good, siteUrl: 'https://localhost' },
    'siteUrl',
    /This address is not allowed/,
  ],
  [
    'the metadata of a cloud',
    { ...good, siteUrl: 'https://169.254.169.254/latest' },
    'siteUrl',
    /This address is not allowed/,
  ],
  [
    'a user name in the URL',
    { ...good, siteUrl: 'https://admin:secret@acme.atlassian.net' },
    'siteUrl',
    /This address is not allowed/,
  ],
  [
    'an odd port',
    { ...good, siteUrl: 'https://acme.atlassian.net:8443' },
    'siteUrl',
    /This address is not allowed/,
  ],
  [
    'a site that redirects into a private network',
    { ...good, siteUrl: redirects },
    'siteUrl',
    /This address is not allowed/,
  ],
  [
    'a site that is not there',
    { ...good, siteUrl: silent },
    'siteUrl',
    /The site does not answer over https/,
  ],
  [
    'the current site',
    { ...good, siteUrl: running.simulator.url },
    'siteUrl',
    /This is the current site/,
  ],
  [
    'a site without the app',
    notSandbox,
    'sandbox',
    /Install the app on the target site first, or tick that it is a sandbox of this site\./,
  ],
  ['a wrong token', { ...good, token: 'wrong-token-7' }, 'token', /The account was refused/],
  [
    'a revoked token',
    { ...good, email: 'revoked@example.com', token: 'revoked-token' },
    'token',
    /The account was refused/,
  ],
  [
    'the workspace of another site',
    { ...good, workspaceId: running.simulator.workspaceId },
    'workspaceId',
    /The workspace ID does not belong to this site/,
  ],
  [
    'an account without Assets',
    { ...good, email: 'noassets@example.com', token: 'noassets-token' },
    'email',
    /Assets does not answer for this account/,
  ],
];
for (const [what, form, field, message] of MISTAKES)
  test(`${what}: the message stands at its field with a way there, what was typed is kept, the token is not sent back, nothing is saved`, async () => {
    const { status, html } = await post('/app/targets', form);
    assert.equal(status, 200);
    assert.match(
      html,
      new RegExp(
        `id="${field}-error">${message.source}[^<]*<a href="#${field}" data-focus="${field}">Edit</a>`,
      ),
    );
    assert.match(html, new RegExp(`id="${field}"[^>]*aria-invalid="true"`));
    assert.equal(html.match(/class="error"/g)?.length, 1, 'one message at a time');
    for (const [name, value] of Object.entries(form))
      if (name !== 'token' && name !== 'sandbox' && value.trim() !== '')
        assert.ok(html.includes(`value="${value}"`), name);
    assert.equal(/id="sandbox"[^>]* checked/.test(html), form['sandbox'] === 'on');
    assert.equal(await documents.countDocuments(TARGETS), 0);
  });

test('a site that fails is said to, above the form, and nothing is saved', async () => {
  other.settings.faults = [{ path: 'myself', kind: '503', probability: 1 }];
  const { html } = await post('/app/targets', good);
  other.settings.faults = [];
  assert.match(html, /role="alert">The site did not answer/);
  assert.match(html, new RegExp(`value="${good.name}"`));
  assert.equal(await documents.countDocuments(TARGETS), 0);
});

test('a good one is saved with the origin of its address, and stands in the list', async () => {
  const { html, events } = await post('/app/targets', good);
  assert.match(
    html,
    new RegExp(
      `<b>Pretend sandbox</b>[\\s\\S]*Sandbox[\\s\\S]*${other.url}<[\\s\\S]*Cloud[\\s\\S]*<time`,
    ),
  );
  assert.match(JSON.stringify(events), /Pretend sandbox saved/);
  const edit = (await get(`/app/targets/${await idOf('Pretend sandbox')}`)).html;
  assert.match(edit, /Edit target instance/);
  assert.match(edit, new RegExp(`name="siteUrl"[^>]*value="${other.url}"`));
  assert.match(edit, /A token is set, since/);
  assert.match(edit, /id="sandbox"[^>]* checked/);
});

test('a second one of that name is refused beside its field', async () => {
  assert.match(
    (await post('/app/targets', { ...good, name: 'pretend SANDBOX' })).html,
    /id="name-error">A target instance of this name is there already/,
  );
});

test('while the app is installed there, the site need not be a sandbox', async () => {
  await tenants.install({
    key: 'other-site',
    siteUrl: other.url,
    secret: 'a shared secret of the other site',
  });
  assert.match(
    (await post('/app/targets', { ...notSandbox, name: 'Production' })).html,
    /<b>Production<\/b>/,
  );
  await tenants.uninstall('other-site');
  assert.match(
    (await post('/app/targets', { ...notSandbox, name: 'Third' })).html,
    /id="sandbox-error">Install the app/,
  );
});

test('an edit keeps the token where it is left empty, but not for another account', async () => {
  const id = await idOf('Pretend sandbox');
  assert.match(
    (await post(`/app/targets/${id}`, { ...good, name: 'Renamed', token: '' })).html,
    /<b>Renamed<\/b>/,
  );
  const refused = (
    await post(`/app/targets/${id}`, {
      ...good,
      name: 'Renamed',
      email: 'weak@example.com',
      token: '',
    })
  ).html;
  assert.match(refused, /id="token-error">Type the token again/);
  assert.match(refused, /Edit target instance/);
  assert.match(
    (
      await post(`/app/targets/${id}`, {
        ...good,
        name: 'Renamed',
        email: 'weak@example.com',
        token: 'weak-token',
      })
    ).html,
    /<b>Renamed<\/b>/,
  );
  assert.deepEqual(
    (({ name, details: { email } }) => ({ name, email }))((await documents.findOne({ _id: id }))!),
    { name: 'Renamed', email: 'weak@example.com' },
  );
  assert.equal(
    await store.token(
      tenantId(
        ((await documents.findOne({ _id: id })) as unknown as { tenantId: string }).tenantId,
      ),
      siteId(id),
    ),
    'weak-token',
  );
});

test('a target of another tenant is not found, and stays as it is', async () => {
  const stranger = await store.save(
    cloudTarget({
      id: siteId('0123456789abcdef0123abcd'),
      tenantId: tenantId('stranger'),
      name: 'Theirs',
      siteUrl: other.url,
      workspaceId: other.workspaceId,
      email: 'x@example.com',
    }),
    'their-token',
  );
  for (const path of [`/app/targets/${stranger.id}`, `/app/targets/${stranger.id}/delete`]) {
    assert.equal((await get(path)).status, 404);
    assert.equal((await post(path, good)).status, 404);
  }
  assert.doesNotMatch((await get('/app/targets')).html, /Theirs/);
  assert.deepEqual(await store.get(stranger.tenantId, stranger.id), stranger);
});

test('deleting asks first, then erases the target with its token', async () => {
  const id = await idOf('Renamed');
  assert.match(
    (await get(`/app/targets/${id}/delete`)).html,
    /Delete the target instance Renamed\?/,
  );
  assert.equal(await documents.countDocuments({ _id: id }), 1, 'asking deletes nothing');
  const { html, events } = await post(`/app/targets/${id}/delete`);
  assert.doesNotMatch(html, /<b>Renamed<\/b>/);
  assert.ok(events['close-dialog']);
  assert.equal(await documents.countDocuments({ _id: id }), 0);
  assert.equal((await post(`/app/targets/${id}/delete`)).status, 404);
});

test('no token stands on a page, in the log or readable in the database', async () => {
  const text = [
    ...seen,
    JSON.stringify(running.lines),
    JSON.stringify(await documents.find(TARGETS).toArray()),
  ].join('\n');
  for (const token of [
    'admin-token',
    'weak-token',
    'wrong-token-7',
    'revoked-token',
    'noassets-token',
    'their-token',
  ])
    assert.ok(!text.includes(token), token);
  assert.doesNotMatch(text, /Basic [\w+/=]{12}/);
});

test("uninstalling deletes the target instances with everything else, and only the tenant's own", async () => {
  assert.equal(await documents.countDocuments(TARGETS), 2);
  await fetch(`${running.simulator.url}/_simulator/uninstall`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  await until('the purge', async () =>
    (await documents.countDocuments({ name: 'Production' })) === 0 ? true : undefined,
  );
  assert.equal(await documents.countDocuments({ name: 'Theirs' }), 1);
});
