import { silentLog } from '../../src/core/kernel/log.ts';
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startSimulator } from '../../simulator/start-simulator.ts';
import type { Settings } from '../../simulator/world/settings.ts';
import { AddressGuard } from '../../src/atlassian/address/address-guard.ts';
import { CloudSites } from '../../src/atlassian/cloud/cloud-sites.ts';
import { SiteBudgets } from '../../src/atlassian/budget/site-budgets.ts';
import { systemClock } from '../../src/clock.ts';
import type { AssetsReader } from '../../src/core/assets/ports/assets-reader.ts';
import { MemorySiteLeases } from '../support/stand-ins/memory-site-leases.ts';
import { assetsReaderContract } from './assets-reader-contract.ts';

const simulator = await startSimulator({ seed: 'demo' });
const budgets = new SiteBudgets(systemClock, new MemorySiteLeases());
after(async () => {
  await budgets.close();
  await simulator.close();
});
const guard = new AddressGuard({ allowed: [simulator.url] });
const open = (account = 'admin'): AssetsReader =>
  new CloudSites({
    apiUrl: simulator.url,
    requestTimeoutMs: 5_000,
    patienceMs: 2_000,
    confirmMs: 0,
    clock: systemClock,
    log: silentLog,
    budgets,
    guard,
  }).open({
    siteUrl: simulator.url,
    workspaceId: simulator.workspaceId,
    email: `${account}@example.com`,
    token: `${account}-token`,
  });

const VARIANTS: [string, Partial<Settings>][] = [
  ['as it is by default', {}],
  ['with isLast as text', { isLastAsString: true }],
  ['without types, totals and keyset', { omitType: true, includeTotal: false, keyset: false }],
  [
    'with nested definitions and globals',
    { nestedDefinitions: true, typesIncludeGlobals: true, statusSearchValue: 'name' },
  ],
];
for (const [name, settings] of VARIANTS) {
  test(`the client reads the site ${name}`, async (context) => {
    const before = structuredClone(simulator.settings);
    Object.assign(simulator.settings, settings);
    for (const check of await assetsReaderContract(open()))
      await context.test(check.name, check.run);
    Object.assign(simulator.settings, before);
  });
}

test('definitions and values do not depend on the switches of the site', async () => {
  const read = async () => {
    const site = open();
    const [schema] = (await site.schemas()).schemas.filter((each) => each.name === 'Computers');
    const types = await site.objectTypes(schema!.id);
    const laptop = types.find((type) => type.name === 'Laptop')!;
    return {
      objects: (await (await site.objects(laptop.id, { offset: 0 }, 30)).read()).objects,
      statuses: (await site.statusTypes(schema!.id)).map((status) => status.id).sort(),
    };
  };
  const plain = await read();
  Object.assign(simulator.settings, {
    nestedDefinitions: true,
    typesIncludeGlobals: true,
    statusSearchValue: 'name',
    isLastAsString: true,
  });
  assert.deepEqual(await read(), plain);
  Object.assign(simulator.settings, {
    nestedDefinitions: false,
    typesIncludeGlobals: false,
    statusSearchValue: 'id',
    isLastAsString: false,
  });
});

test('each refusal of the site is known by its code', async () => {
  await assert.rejects(open('revoked').schemas(), { code: 'token-refused' });
  await assert.rejects(open('noassets').schemas(), { code: 'no-permission' });
  const elsewhere = new CloudSites({
    apiUrl: simulator.url,
    requestTimeoutMs: 5_000,
    patienceMs: 500,
    confirmMs: 0,
    clock: systemClock,
    log: silentLog,
    budgets,
    guard,
  }).open({
    siteUrl: simulator.url,
    workspaceId: 'no-such',
    email: 'admin@example.com',
    token: 'admin-token',
  });
  await assert.rejects(elsewhere.schemas(), { code: 'workspace-gone' });
  await assert.rejects(elsewhere.objectTypes('1'), { code: 'workspace-gone' });
  simulator.settings.faults = [{ path: 'objectschema', kind: '503', probability: 1 }];
  await assert.rejects(open().schemas(), {
    code: 'site-unreachable',
    message: /didn't answer for 2 seconds \(status 503\)/,
  });
  simulator.settings.faults = [];
});
