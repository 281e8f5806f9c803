import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import type { Settings } from '../../../simulator/world/settings.ts';
import { AddressGuard } from '../../../src/atlassian/address/address-guard.ts';
import { SiteBudgets } from '../../../src/atlassian/budget/site-budgets.ts';
import { DataCenterSites } from '../../../src/atlassian/data-center/data-center-sites.ts';
import { systemClock } from '../../../src/clock.ts';
import type { AssetsReader } from '../../../src/core/assets/ports/assets-reader.ts';
import { silentLog } from '../../../src/core/kernel/log.ts';
import type { DataCenterAccess } from '../../../src/core/sites/kinds/data-center-access.ts';
import { MemorySiteLeases } from '../../support/stand-ins/memory-site-leases.ts';
import { assetsReaderContract } from '../assets-reader-contract.ts';

const demo = await startSimulator({ seed: 'demo', platform: 'data-center' });
const own = await startSimulator({ seed: 'dc' });
const budgets = new SiteBudgets(systemClock, new MemorySiteLeases());
after(async () => {
  await budgets.close();
  await demo.close();
  await own.close();
});
const sites = new DataCenterSites({
  requestTimeoutMs: 5_000,
  patienceMs: 2_000,
  confirmMs: 0,
  clock: systemClock,
  log: silentLog,
  budgets,
  guard: new AddressGuard({ allowed: [demo.url, own.url] }),
});
const accessOf = (siteUrl: string, changes: Partial<DataCenterAccess> = {}): DataCenterAccess => ({
  siteUrl,
  userName: null,
  secret: 'admin-token',
  certificate: null,
  ...changes,
});
const open = (changes: Partial<DataCenterAccess> = {}): AssetsReader =>
  sites.open(accessOf(own.url, changes), 'assets');

const VARIANTS: [string, Partial<Settings>, 'assets' | 'insight'][] = [
  ['as it is by default', {}, 'assets'],
  ['under the address of Insight, with a context path', { contextPath: '/jira' }, 'insight'],
  ['of version 8.20', { jiraVersion: '8.20.30', offsetDates: false }, 'insight'],
  ['of version 11', { jiraVersion: '11.3.0', filterNames: 'iql' }, 'assets'],
  ['without counts of types and order by ids', { countsOfTypes: false, keyset: false }, 'assets'],
  ['with pages of 50 at most', { maxPageSize: 50 }, 'assets'],
];
for (const [name, settings, root] of VARIANTS)
  test(`the client reads a Data Center ${name}`, async (context) => {
    const before = structuredClone(demo.settings);
    Object.assign(demo.settings, settings);
    const site = sites.open(accessOf(`${demo.url}${demo.settings.contextPath}`), root);
    for (const check of await assetsReaderContract(site)) await context.test(check.name, check.run);
    Object.assign(demo.settings, before);
  });

async function hardware(site: AssetsReader) {
  const { schemas } = await site.schemas();
  const schema = schemas.find(({ name }) => name === 'Hardware')!;
  const types = await site.objectTypes(schema.id);
  return { schema, types, server: types.find(({ name }) => name === 'Server')! };
}

test('values keep what only Data Center knows, users have the email by which Cloud knows them', async () => {
  const site = open();
  const { types, server } = await hardware(site);
  const machine = types.find(({ name }) => name === 'Machine')!;
  const attributes = [
    ...(await site.attributes(machine.id)),
    ...(await site.attributes(server.id)),
  ];
  const page = await (await site.objects(server.id, { offset: 0 }, 1)).read();
  const [object] = page.objects;
  const byName = Object.fromEntries(
    attributes.map(({ id, name }) => [name, object!.values[id]?.[0]]),
  );
  assert.deepEqual(byName['Owner'], { user: 'JIRAUSER10100' });
  assert.deepEqual(byName['Project'], { project: 'OPS', name: 'OPS' });
  assert.deepEqual(byName['Release'], { version: '10010', name: '1.2', projectKey: 'OPS' });
  assert.deepEqual(byName['Runbook'], {
    page: '65601',
    name: 'Runbook',
    url: 'https://wiki.example.com/x/65601',
  });
  assert.deepEqual(page.odd, []);
  assert.equal(
    page.users.find(({ accountId }) => accountId === 'JIRAUSER10100')?.email,
    'person1@example.com',
  );
  assert.match(object!.created, /Z$/);
  assert.equal((await site.object(object!.id))?.updated, object!.updated);
});

test('times come in the zone of the server, and are kept in UTC', async () => {
  const site = open();
  const { server } = await hardware(site);
  const there = own.world.site;
  const checkedAt = there.addAttribute(Number(server.id), 'Checked at', { defaultTypeId: 6 });
  const note = there.addAttribute(Number(server.id), 'Note', {});
  const [id] = there.objects.idsOfType(Number(server.id));
  const object = there.objects.require(id!);
  const values = {
    ...object.values,
    [checkedAt.id]: ['2026-09-08T06:46:32.609Z'],
    [note.id]: ['2026-09-08T09:46:32.609+0300'],
  };
  there.objects.put({ ...object, values }, there.now());
  const sent = await fetch(`${own.url}/rest/assets/1.0/object/${id}`, {
    headers: { authorization: 'Bearer admin-token' },
  });
  assert.match(await sent.text(), /"value":"2026-09-08T09:46:32\.609\+0300"[^]*"id":/);
  await site.attributes(server.id);
  const read = await site.object(String(id));
  assert.deepEqual(
    [read?.values[checkedAt.id], read?.values[note.id]],
    [[{ value: '2026-09-08T06:46:32.609Z' }], [{ value: '2026-09-08T09:46:32.609+0300' }]],
  );
  there.removeAttribute(checkedAt);
  there.removeAttribute(note);
});

test('a type that has all of its attributes from the one above is no hidden structure, whether one refers to anything or not', async () => {
  const site = open();
  const { schema } = await hardware(site);
  const structure = own.world.site;
  const above = structure.addType(Number(schema.id), 'Shelf', { inherited: true });
  const below = structure.addType(Number(schema.id), 'Low shelf', { parentId: above.id });
  assert.deepEqual(await site.attributes(String(below.id)), []);
  structure.deleteType(above.id);
});

test('reference types are those that attributes name where no list is offered, statuses the global ones', async () => {
  own.settings.absent = { 'reference-types': 404 };
  const site = open();
  const { schema } = await hardware(site);
  const types = await site.referenceTypes(schema.id);
  assert.deepEqual(
    types.map(({ name }) => name),
    ['Installed'],
  );
  assert.ok((await site.statusTypes(schema.id)).some(({ name }) => name === 'Running'));
  own.settings.absent = {};
});

test('pages begin anywhere, however the site counts them', async () => {
  const site = open();
  const { server } = await hardware(site);
  const idsAt = async (offset: number, limit: number): Promise<string[]> =>
    (await (await site.objects(server.id, { offset }, limit)).read()).objects.map(({ id }) => id);
  const all = await idsAt(0, 200);
  assert.equal(all.length, 135);
  own.settings.maxPageSize = 30;
  for (const [offset, limit] of [
    [7, 20],
    [40, 50],
    [100, 90],
    [134, 10],
  ] as const) {
    const some = await idsAt(offset, limit);
    assert.ok(some.length > 0);
    assert.deepEqual(some, all.slice(offset, offset + some.length));
  }
  own.settings.maxPageSize = 1_000;
});

test('an empty structure of a schema with objects is no empty schema', async () => {
  const site = open({ secret: 'user-token' });
  const [schema] = (await site.schemas()).schemas;
  await assert.rejects(site.objectTypes(schema!.id), {
    code: 'no-permission',
    message: /Object Schema Manager/,
  });
});

test('the archive is asked once more after the site was down, and never more often', async () => {
  const site = open();
  const { schema } = await hardware(site);
  const list = () => site.archive!.archived(schema.id);
  const down = { path: 'object/archived', kind: '503', probability: 1 } as const;
  own.settings.faults = [{ ...down, times: 3 }];
  const listed = await list();
  assert.equal('value' in listed && listed.value.objects.length, 5);
  own.settings.faults = [down];
  assert.equal('isPassing' in (await list()), true);
  own.settings.faults = [];
});

test('a token that is rejected for a moment is tried once more, a password is not', async () => {
  const moment = { path: 'objectschema/list', kind: 'answer', probability: 1, times: 1 } as const;
  for (const name of ['unauthorized-page', 'login-redirect'] as const) {
    own.settings.faults = [{ ...moment, name }];
    assert.ok((await open().schemas()).schemas.length > 0, name);
    own.settings.faults = [{ ...moment, name }];
    const byPassword = open({ userName: 'admin', secret: 'admin-password' });
    await assert.rejects(byPassword.schemas(), { code: 'token-refused' }, name);
  }
});

test('whatever way the site says that nobody is logged in, it is known, and a wrong password asked once', async () => {
  for (const strangersGo of ['away', 'to the login page'] as const) {
    own.settings.strangersGo = strangersGo;
    await assert.rejects(open({ secret: 'wrong' }).schemas(), { code: 'token-refused' });
  }
  const wrong = { userName: 'user', secret: 'wrong' };
  for (let tries = 0; tries < 3; tries += 1)
    await assert.rejects(open(wrong).schemas(), { code: 'token-refused' });
  assert.equal(own.world.site.dataCenter.wrongLogIns.get('user'), 3);
  const right = { userName: 'user', secret: 'user-password' };
  await assert.rejects(open(right).schemas(), { code: 'captcha-required' });
  own.world.site.dataCenter.wrongLogIns.clear();
  assert.equal((await open(right).schemas()).schemas.length, 2);
});

test('refusals are known by their codes in any language, and a route that is not there', async () => {
  own.settings.language = 'de';
  await assert.rejects(open().schema('999999'), { code: 'schema-gone' });
  await assert.rejects(open({ secret: 'noassets-token' }).schemas(), { code: 'no-permission' });
  own.settings.jiraVersion = '8.20.30';
  await assert.rejects(open().schemas(), { code: 'site-unreachable' });
  Object.assign(own.settings, { language: 'en', jiraVersion: '10.3.23' });
});
