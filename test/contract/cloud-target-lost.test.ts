import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { startSimulator } from '../../simulator/start-simulator.ts';
import { AddressGuard } from '../../src/atlassian/address/address-guard.ts';
import { CloudSites } from '../../src/atlassian/cloud/cloud-sites.ts';
import { SiteBudgets } from '../../src/atlassian/site-budgets.ts';
import { systemClock } from '../../src/clock.ts';
import { OutcomeUnknown, type AssetsTarget } from '../../src/core/site/assets-target.ts';
import { MemorySiteLeases } from '../support/memory-site-leases.ts';

const simulator = await startSimulator({ seed: 'tiny' });
const { settings, world } = simulator;
const calm = structuredClone(settings);
afterEach(() => { Object.assign(settings, structuredClone(calm)); });
const budgets = new SiteBudgets(systemClock, new MemorySiteLeases());
after(async () => { await budgets.close(); await simulator.close(); });
const sites = new CloudSites({ apiUrl: simulator.url, requestTimeoutMs: 500, patienceMs: 20_000, clock: systemClock, log: { debug: () => undefined, warn: () => undefined }, budgets, guard: new AddressGuard({ allowed: [simulator.url] }) });
const open = (account = 'admin'): AssetsTarget => sites.openTarget({ siteUrl: simulator.url, workspaceId: simulator.workspaceId, email: `${account}@example.com`, token: `${account}-token` });

const city = [...world.site.types.values()].find((type) => type.name === 'City')!;
const cityName = String(world.site.attributesOf(city.id).find((attribute) => attribute.label)!.id);
const input = (name: string) => ({ typeId: String(city.id), values: { [cityName]: [name] } });
const named = (name: string): number => world.site.objects.idsOfType(city.id).filter((id) => world.site.objects.get(id)!.values[Number(cityName)]![0] === name).length;
const unknown = (error: unknown): boolean => error instanceof OutcomeUnknown && error.code === 'outcome-unknown';

test('a create that was done and whose answer was lost is unknown, and was done once', async () => {
  for (const kind of ['cut-after', '500-after', '503-after', 'hang-after'] as const) {
    settings.faults = [{ path: 'object/create', kind, probability: 1, times: 1 }];
    await assert.rejects(open().createObject(input(`Lost ${kind}`)), unknown, kind);
    assert.equal(named(`Lost ${kind}`), 1, kind);
  }
});

test('so it is with everything that is made around objects', async () => {
  const target = open();
  const schemaId = String(city.schemaId);
  const creates: [string, () => Promise<unknown>, () => number][] = [
    ['objectschema/create', () => target.createSchema({ name: 'Lost', key: 'LOST', description: '' }), () => world.site.schemas.size],
    ['objecttype/create', () => target.createObjectType({ name: 'Lost', description: '', iconId: '1', schemaId, inherited: false, abstract: false }), () => world.site.types.size],
    ['objecttypeattribute', () => target.createAttribute(String(city.id), { name: 'Lost', type: 0, defaultTypeId: 0 }), () => world.site.attributesOf(city.id).length],
    ['config/statustype', () => target.createStatus({ name: 'Lost', category: 1, description: '', schemaId }), () => world.site.statuses.size],
    ['config/referencetype', () => target.createReferenceType({ name: 'Lost', description: '', color: '0055cc', schemaId }), () => world.site.referenceTypes.size],
  ];
  for (const [path, create, count] of creates) {
    const before = count();
    settings.faults = [{ path, method: 'POST', kind: 'cut-after', probability: 1, times: 1 }];
    await assert.rejects(create(), unknown, path);
    assert.equal(count(), before + 1, path);
  }
});

test('a change that was done and whose answer was lost is done again, to the same end', async () => {
  const target = open();
  const { id } = await target.createObject(input('Before'));
  const { id: attributeId } = await target.createAttribute(String(city.id), { name: 'Spare', type: 0, defaultTypeId: 0 });
  settings.faults = [{ path: `object/${id}`, method: 'PUT', kind: 'cut-after', probability: 1, times: 1 }, { path: 'objecttypeattribute', method: 'DELETE', kind: '500-after', probability: 1, times: 1 }];
  await Promise.all([target.updateObject(id, input('After')), target.deleteAttribute(attributeId)]);
  assert.equal(named('After'), 1);
  assert.equal(world.site.attributes.has(Number(attributeId)), false);
});

test('a site without room, and an account that may not write, are said in words that help', async () => {
  settings.objectQuota = world.site.objects.size;
  await assert.rejects(open().createObject(input('One too many')), { code: 'quota-full', message: 'The site has no room for more objects. Free some, or change the plan of the site; then go on.' });
  await assert.rejects(open('weak').createObjectType({ name: 'No', description: '', iconId: '1', schemaId: String(city.schemaId), inherited: false, abstract: false }), { code: 'no-permission', message: /Give it the role Object Schema Manager, then go on\./ });
});
