import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { NotFound } from '../../../src/core/kernel/errors.ts';
import { siteId, tenantId } from '../../../src/core/kernel/ids.ts';
import type { Site, SourceSite } from '../../../src/core/sites/site.ts';
import { ensureIndexes } from '../../../src/storage/ensure-indexes.ts';
import { MongoSiteStore } from '../../../src/storage/stores/mongo-site-store.ts';
import { cloudSource, cloudTarget } from '../../support/sites/cloud-site.ts';
import { testDatabase } from '../../support/databases/test-database.ts';
import { testSecrets } from '../../support/test-secrets.ts';

const { connection } = await testDatabase();
const store = new MongoSiteStore(connection, testSecrets(connection));
await ensureIndexes(connection);
const documents = connection.collection<{ _id: string; token: string }>('sites');
const alice = tenantId('alice');
const bob = tenantId('bob');
const make = (id: string, more: Partial<Site> = {}): Site => ({
  ...cloudTarget({ tenantId: alice, id: siteId(id), name: `Target ${id}` }),
  ...more,
});

beforeEach(() => documents.deleteMany({}));

test('a target comes back as it was saved, its token from its own place only', async () => {
  const saved = await store.save(make('one'), 'a secret token');
  assert.deepEqual(saved, make('one', { revision: 1 }));
  assert.deepEqual(await store.get(alice, saved.id), saved);
  assert.deepEqual(await store.targets(alice), [saved]);
  assert.equal(await store.token(alice, saved.id), 'a secret token');
});

test('the token is sealed in the database, and opens in no other document and for no other tenant', async () => {
  await store.save(make('one'), 'a secret token');
  await store.save(make('two'), 'another one');
  await store.save(make('bobs', { tenantId: bob }), 'of bob');
  assert.doesNotMatch(
    JSON.stringify(await documents.find({}).toArray()),
    /secret|another one|of bob/,
  );
  const { token } = (await documents.findOne({ _id: 'one' }))!;
  for (const _id of ['two', 'bobs']) await documents.updateOne({ _id }, { $set: { token } });
  await assert.rejects(store.token(alice, siteId('two')), { code: 'damaged' });
  await assert.rejects(store.token(bob, siteId('bobs')), { code: 'damaged' });
});

test('a change is by compare-and-set, and keeps the token when none is given', async () => {
  const first = await store.save(make('one'), 'first');
  const second = await store.save({ ...first, name: 'Other' }, undefined);
  assert.deepEqual(
    [second.name, second.revision, await store.token(alice, first.id)],
    ['Other', 2, 'first'],
  );
  await assert.rejects(store.save({ ...first, name: 'Late' }, 'late'), { code: 'target-changed' });
  assert.equal(await store.token(alice, first.id), 'first');
  await store.save(second, 'second');
  assert.equal(await store.token(alice, first.id), 'second');
  await store.save(await store.get(alice, first.id), null);
  assert.equal(await store.token(alice, first.id), null, 'erased');
  await store.remove(alice, first.id);
  await assert.rejects(
    store.save({ ...second, revision: 3 }, 'x'),
    { code: 'target-changed' },
    'a deleted one does not come back',
  );
  assert.deepEqual(await store.targets(alice), []);
});

test('a name is there once per tenant, whatever its case', async () => {
  await store.save(make('one', { name: 'Acme' }), 't');
  const other = await store.save(make('two', { name: 'Other' }), 't');
  await assert.rejects(store.save(make('three', { name: 'ACME' }), 't'), {
    code: 'name-taken',
  });
  await assert.rejects(store.save({ ...other, name: 'acme' }, undefined), {
    code: 'name-taken',
  });
  await store.save(make('bobs', { tenantId: bob, name: 'Acme' }), 't');
});

test('targets are listed by name', async () => {
  for (const name of ['beta', 'Alpha', 'Gamma']) await store.save(make(name, { name }), 't');
  assert.deepEqual(
    (await store.targets(alice)).map((target) => target.name),
    ['Alpha', 'beta', 'Gamma'],
  );
});

test("another tenant's target is neither read, changed nor removed", async () => {
  const { id } = await store.save(make('one'), 'mine');
  for (const call of [() => store.get(bob, id), () => store.token(bob, id)])
    await assert.rejects(call(), NotFound);
  await assert.rejects(store.save(make('one', { tenantId: bob, revision: 1 }), 'theirs'), {
    code: 'target-changed',
  });
  await store.remove(bob, id);
  assert.deepEqual(await store.targets(bob), []);
  assert.equal(await store.token(alice, id), 'mine');
});

test("removing is repeatable, and a purge takes the tenant's targets and no others", async () => {
  await store.save(make('one'), 't');
  await store.save(make('two'), 't');
  await store.save(make('bobs', { tenantId: bob }), 't');
  await store.remove(alice, siteId('one'));
  await store.remove(alice, siteId('one'));
  await assert.rejects(store.get(alice, siteId('one')), NotFound);
  await store.purge(alice);
  assert.deepEqual(
    [(await store.targets(alice)).length, (await store.targets(bob)).length],
    [0, 1],
  );
});

const source = (workspaceId = 'w', tenantId = alice) => cloudSource({ tenantId, workspaceId });

test('a source comes back as it was saved, and is no target instance', async () => {
  assert.equal(await store.ownSite(alice), undefined);
  const saved = await store.save(source(), 'a secret token');
  assert.deepEqual(saved, { ...source(), revision: 1 });
  assert.deepEqual(await store.ownSite(alice), saved);
  assert.deepEqual(await store.sources(alice), [saved]);
  assert.equal(await store.token(alice, saved.id), 'a secret token');
  assert.deepEqual(await store.targets(alice), []);
  await store.remove(alice, saved.id);
  assert.deepEqual(await store.ownSite(alice), saved, 'a source is disconnected, never removed');
});

test('a tenant has any number of further sources, each with a name of its own', async () => {
  const own = await store.save(source(), 't');
  const named = (place: string, name: string) => ({ ...source(place), name });
  const second = await store.save(named('dc-2', 'Zurich'), 't');
  const first = await store.save(named('dc-1', 'Berlin'), 't');
  assert.deepEqual(await store.ownSite(alice), own);
  assert.deepEqual(await store.sources(alice), [own, first, second], 'its own first, then by name');
  await assert.rejects(store.save(named('dc-3', 'BERLIN'), 't'), { code: 'name-taken' });
  await assert.rejects(store.save({ ...second, name: 'berlin' }, 't'), { code: 'name-taken' });
  await store.save(make('one', { name: 'Berlin' }), 't');
  const patched = await store.patchSetup(alice, second.id, { stepsDone: 3 });
  assert.equal(patched.setup.stepsDone, 3);
  await store.disconnect(alice, first.id);
  assert.equal(await store.token(alice, first.id), null);
  assert.deepEqual(
    (await store.sources(alice)).map(({ id }) => id),
    [own.id, second.id, first.id],
  );
  await store.save(named('dc-3', 'Berlin'), 't');
  await assert.rejects(store.save({ ...first, revision: 2 }, 't'), { code: 'name-taken' });
});

test('of two that connect a source at once one wins, the same site or another', async () => {
  await store.save(source(), 't');
  for (const workspaceId of ['w', 'other'])
    await assert.rejects(store.save(source(workspaceId), 't'), { code: 'connection-changed' });
  assert.equal((await store.sources(alice)).length, 1);
  const [first, second] = await Promise.allSettled([
    store.save(source('w', bob), 't'),
    store.save(source('other', bob), 't'),
  ]);
  assert.deepEqual([first.status, second.status].sort(), ['fulfilled', 'rejected']);
});

test('a source that is connected again is the same site; another place is another one', async () => {
  const first = await store.save(source(), 'first');
  await store.disconnect(alice, first.id);
  await store.disconnect(alice, first.id);
  assert.equal(await store.ownSite(alice), undefined);
  assert.equal(await store.token(alice, first.id), null);
  const other = await store.save(source('other'), 'other');
  assert.notEqual(other.id, first.id);
  await store.disconnect(alice, other.id);
  const left = (await store.sources(alice)).find(({ id }) => id === first.id)!;
  const again = await store.save({ ...source(), revision: left.revision }, 'again');
  assert.equal(again.id, first.id);
  assert.deepEqual(
    (await store.sources(alice)).map((site) => site.id),
    [again.id, other.id],
    'the connected one first',
  );
  assert.equal((await store.get(alice, again.id)).disconnectedAt, undefined);
});

test('fields of the setup change one by one, and only while the source is connected', async () => {
  const { id } = await store.save(source(), 't');
  const patched = await store.patchSetup(alice, id, { storageId: 'own', stepsDone: 3 });
  assert.deepEqual(patched.setup, { ...source().setup, storageId: 'own', stepsDone: 3 });
  assert.equal(patched.revision, 2);
  assert.deepEqual(await store.ownSite(alice), patched);
  await assert.rejects(store.patchSetup(bob, id, { stepsDone: 1 }), NotFound);
  await store.disconnect(alice, id);
  await assert.rejects(store.patchSetup(alice, id, { stepsDone: 1 }), NotFound);
});

test("what a sync notes is nobody else's edit: it stays, and an edit at that moment is saved", async () => {
  const asRead = await store.save(source(), 't');
  const at = new Date();
  const attachments = { isAvailable: false, why: 'The site gave none.', at };
  await store.noteSetup(alice, asRead.id, { lastSyncAt: at, visibleSchemas: 7, attachments });
  const setup = { ...asRead.setup!, storageId: 'own', tokenExpiresOn: undefined };
  const edited = await store.save({ ...asRead, setup }, undefined);
  assert.equal(edited.revision, 2);
  assert.deepEqual((await store.ownSite(alice))!.setup, {
    ...asRead.setup,
    storageId: 'own',
    lastSyncAt: at,
    attachments,
  });
});

test('a date that was cleared is gone; nothing is noted of a source of others or one that was left', async () => {
  const dated = source();
  const setup = { ...dated.setup!, tokenExpiresOn: '2027-01-31' };
  const first = await store.save({ ...dated, setup }, 't');
  await store.save({ ...first, setup: { ...setup, tokenExpiresOn: undefined } }, undefined);
  assert.equal((await store.ownSite(alice))!.setup.tokenExpiresOn, undefined);
  await assert.rejects(store.noteSetup(bob, first.id, { visibleSchemas: 1 }), NotFound);
  await store.disconnect(alice, first.id);
  await assert.rejects(store.noteSetup(alice, first.id, { visibleSchemas: 1 }), NotFound);
});

test('what a test found is noted of what it tested, and is no change', async () => {
  const asRead = await store.save(source(), 't');
  const rights = [{ id: 'schema-manager', granted: false, warning: 'It is none.' }] as never;
  const found = {
    ...asRead,
    account: { accountId: 'renamed', name: 'Renamed' },
    details: { ...asRead.details, cloudId: 'found' },
    setup: { ...asRead.setup!, rights, visibleSchemas: 9 },
  };
  await store.noteTest({ ...found, tenantId: bob });
  assert.deepEqual(await store.ownSite(alice), asRead, "nothing of another tenant's");
  await store.noteTest({ ...found, setup: { ...found.setup, storageId: 'not found by a test' } });
  assert.deepEqual(await store.ownSite(alice), found);
  const edited = await store.save({ ...asRead, siteUrl: 'https://edited.example.com' }, undefined);
  await store.noteTest(found);
  assert.deepEqual(await store.ownSite(alice), edited, 'something else was tested');
  await store.disconnect(alice, asRead.id);
  const left = await store.get(alice, asRead.id);
  await store.noteTest({ ...found, revision: left.revision });
  assert.deepEqual(await store.get(alice, asRead.id), left);
});

test('a refusal is noted of what was read, is no change, and ends with what is accepted', async () => {
  const refusal = 'token-refused' as const;
  for (const site of [make('one'), source()]) {
    const asRead = await store.save(site, 't');
    const stored = () => store.get(alice, asRead.id);
    await store.noteRefusal({ ...asRead, tenantId: bob }, refusal);
    assert.deepEqual(await stored(), asRead, "nothing of another tenant's");
    await store.noteRefusal(asRead, refusal);
    assert.deepEqual(await stored(), { ...asRead, refusal });
    await store.noteRefusal(await stored(), null);
    assert.deepEqual(await stored(), asRead);
    await store.noteRefusal(asRead, refusal);
    const saved = await store.save({ ...(await stored()), siteUrl: 'https://a.example' }, 'new');
    assert.deepEqual(await stored(), saved);
    assert.equal(saved.refusal, undefined, 'who saves was accepted');
    await store.noteRefusal(asRead, refusal);
    assert.deepEqual(await stored(), saved, 'another account was refused');
  }
});

test('a test that succeeded ends a refusal', async () => {
  const asRead = (await store.save(source(), 't')) as SourceSite;
  await store.noteRefusal(asRead, 'captcha-required');
  await store.noteTest(asRead);
  assert.deepEqual(await store.ownSite(alice), asRead);
});

test('a target that was changed in the database hides no other one', async () => {
  const good = await store.save(make('good'), 'a token');
  for (const [at, fields] of [
    { details: { workspaceId: 7 } },
    { details: {} },
    { 'details.sandbox': 'text' },
  ].entries()) {
    const { id } = await store.save(make(`odd-${at}`), 'a token');
    await documents.updateOne({ _id: id }, { $set: fields });
    await assert.rejects(store.get(alice, id), { code: 'damaged' });
  }
  assert.deepEqual(await store.targets(alice), [good]);
  assert.deepEqual(await store.at(good.siteUrl), [good]);
});
