import assert from 'node:assert/strict';
import { test } from 'node:test';
import { siteId, tenantId } from '../../../src/core/kernel/ids.ts';
import { SecretBox } from '../../../src/storage/sealing/secret-box.ts';
import { TenantKeys } from '../../../src/storage/sealing/tenant-keys.ts';
import { MongoSiteStore } from '../../../src/storage/stores/mongo-site-store.ts';
import { MongoTenantStore } from '../../../src/storage/stores/tenants/mongo-tenant-store.ts';
import { cloudTarget } from '../../support/sites/cloud-site.ts';
import { lifecycleCall } from '../../support/doors/lifecycle-call.ts';
import { AdjustableClock } from '../../support/clocks/adjustable-clock.ts';
import { untilPassed } from '../../support/clocks/until-passed.ts';
import { TARGETS, targetPages } from '../../support/pages/target-pages.ts';
import { testKeyRing } from '../../support/test-key-ring.ts';

const HOUR = 3_600_000;
const clock = new AdjustableClock();
const pages = await targetPages({ clock });
const { other, running, database, documents, post, get, good } = pages;
const { sandbox: _sandbox, ...notSandbox } = good;
const keys = new TenantKeys(database, testKeyRing(running.env()['KEY_RING']!));
const secrets = new SecretBox(keys);
const store = new MongoSiteStore(database, secrets);
const tenants = new MongoTenantStore({ connection: database, secrets, keys, purges: [] });
const idOf = async (name: string): Promise<string> => (await documents.findOne({ name }))!._id;

test('the list says what to do as long as it is empty, and the menu leads to it', async () => {
  assert.match((await get('/app/targets')).html, /No target instances yet\.[\s\S]*\+ Add new/);
  assert.match((await get('/app/targets/new')).html, /Save target instance/);
});

test('a good one is saved with the origin of its address, and stands in the list', async () => {
  const { html, events } = await post('/app/targets', good);
  assert.match(
    html,
    new RegExp(
      `<b[^>]*>Pretend sandbox</b>[\\s\\S]*Sandbox[\\s\\S]*${new URL(other.url).host}<[\\s\\S]*Cloud[\\s\\S]*<time`,
    ),
  );
  assert.match(JSON.stringify(events), /Pretend sandbox saved/);
  const edit = (await get(`/app/targets/${await idOf('Pretend sandbox')}`)).html;
  assert.match(edit, /Edit target instance/);
  assert.match(edit, new RegExp(`name="siteUrl"[^>]*value="${other.url}"`));
  assert.match(edit, /Current token saved/);
  assert.match(edit, /id="sandbox"[^>]* checked/);
});

test('a second one of that name is refused beside its field', async () => {
  assert.match(
    (await post('/app/targets', { ...good, name: 'pretend SANDBOX' })).html,
    /id="name-error">You already have a target instance with this name/,
  );
});

test('while the app is installed there, the site need not be a sandbox', async () => {
  const installation = {
    key: 'other-site',
    siteUrl: other.url,
    secret: 'a shared secret of the other site',
  };
  await tenants.install(installation, lifecycleCall());
  assert.match(
    (await post('/app/targets', { ...notSandbox, name: 'Production' })).html,
    /<b[^>]*>Production<\/b>/,
  );
  await tenants.uninstall('other-site', lifecycleCall());
  assert.match(
    (await post('/app/targets', { ...notSandbox, name: 'Third' })).html,
    /id="sandbox-error">Install the app/,
  );
});

test('an edit keeps the token where it is left empty, but not for another account', async () => {
  const id = await idOf('Pretend sandbox');
  assert.match(
    (await post(`/app/targets/${id}`, { ...good, name: 'Renamed', token: '' })).html,
    /<b[^>]*>Renamed<\/b>/,
  );
  const refused = (
    await post(`/app/targets/${id}`, {
      ...good,
      name: 'Renamed',
      email: 'weak@example.com',
      token: '',
    })
  ).html;
  assert.match(refused, /id="token-error">Enter the token again/);
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
    /<b[^>]*>Renamed<\/b>/,
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
  assert.doesNotMatch(html, /<b[^>]*>Renamed<\/b>/);
  assert.ok(events['close-dialog']);
  assert.equal(await documents.countDocuments({ _id: id }), 0);
  assert.equal((await post(`/app/targets/${id}/delete`)).status, 404);
});

test('no token stands on a page, in the log or readable in the database', pages.assertNoTokens);

test("uninstalling deletes the target instances with everything else, and only the tenant's own", async () => {
  assert.equal(await documents.countDocuments(TARGETS), 2);
  await fetch(`${running.simulator.url}/_simulator/uninstall`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  clock.pass(HOUR);
  await untilPassed(clock, 'the purge', async () =>
    (await documents.countDocuments({ name: 'Production' })) === 0 ? true : undefined,
  );
  assert.equal(await documents.countDocuments({ name: 'Theirs' }), 1);
});
