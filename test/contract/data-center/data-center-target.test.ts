import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import type { Settings } from '../../../simulator/world/settings.ts';
import { startSimulator } from '../../../simulator/start-simulator.ts';
import { AddressGuard } from '../../../src/atlassian/address/address-guard.ts';
import { SiteBudgets } from '../../../src/atlassian/budget/site-budgets.ts';
import { DataCenterSites } from '../../../src/atlassian/data-center/data-center-sites.ts';
import { systemClock } from '../../../src/clock.ts';
import { OutcomeUnknown } from '../../../src/core/assets/ports/outcome-unknown.ts';
import type { AssetsDestination } from '../../../src/core/assets/ports/assets-destination.ts';
import { silentLog } from '../../../src/core/kernel/log.ts';
import { MemorySiteLeases } from '../../support/stand-ins/memory-site-leases.ts';
import { assetsDestinationContract } from '../assets-destination-contract.ts';
import { assertRefused } from '../destination/assert-refused.ts';
import type { KnownOnSite } from '../destination/known-on-site.ts';

const simulator = await startSimulator({ seed: 'demo', platform: 'data-center' });
const { settings, world } = simulator;
const calm = structuredClone(settings);
const budgets = new SiteBudgets(systemClock, new MemorySiteLeases());
afterEach(() => void Object.assign(settings, structuredClone(calm)));
after(async () => {
  await budgets.close();
  await simulator.close();
});

const users = [...world.site.users.values()];
const known: KnownOnSite = {
  person: users.find((user) => user.emailVisible && user.active)!,
  hidden: users.find((user) => !user.emailVisible)!,
  group: 'it-admins',
  project: 'HELP',
  iconName: 'Server',
};

function open(secret = 'admin-token', root: 'assets' | 'insight' = 'assets'): AssetsDestination {
  const sites = new DataCenterSites({
    requestTimeoutMs: 10_000,
    patienceMs: 20_000,
    confirmMs: 0,
    clock: systemClock,
    log: silentLog,
    budgets,
    guard: new AddressGuard({ allowed: [simulator.url] }),
  });
  const siteUrl = `${simulator.url}${settings.contextPath}`;
  return sites.openTarget({ siteUrl, userName: null, secret, certificate: null }, root);
}

const VARIANTS: [string, Partial<Settings>, 'assets' | 'insight'][] = [
  ['as it is by default', {}, 'assets'],
  [
    'of version 8.20, with a context path',
    { jiraVersion: '8.20.30', contextPath: '/jira' },
    'insight',
  ],
  [
    'of version 11 that answers creates with 200',
    { jiraVersion: '11.3.0', createStatus: 200 },
    'assets',
  ],
];
for (const [name, changes, root] of VARIANTS)
  test(`the client writes a Data Center ${name}`, async (context) => {
    Object.assign(settings, changes);
    for (const check of await assetsDestinationContract(open('admin-token', root), known))
      await context.test(check.name, async () => {
        Object.assign(settings, changes);
        await check.run();
      });
  });

const city = [...world.site.types.values()].find((type) => type.name === 'City')!;
const label = String(world.site.labelAttributeOf(city.id).id);
const input = (name: string) => ({ typeId: String(city.id), values: { [label]: [name] } });
const named = (name: string): number =>
  world.site.objects
    .idsOfType(city.id)
    .filter((id) => world.site.labelOf(world.site.objects.require(id)) === name).length;

test('a create whose answer is lost is unknown and was sent once, a change is repeated', async () => {
  const target = open();
  for (const [kind, made] of [
    ['cut', 0],
    ['500', 0],
    ['html', 0],
    ['cut-after', 1],
    ['503-after', 1],
  ] as const) {
    settings.faults = [{ path: 'object/create', kind, probability: 1, times: 1 }];
    const name = `Lost ${kind}`;
    await assert.rejects(
      target.createObject(input(name)),
      (error) => error instanceof OutcomeUnknown,
    );
    assert.equal(named(name), made, kind);
  }
  const { id } = await target.createObject(input('Before'));
  settings.faults = [
    { path: `object/${id}`, method: 'PUT', kind: 'cut-after', probability: 1, times: 1 },
  ];
  assert.equal((await target.updateObject(id, input('After'))).id, id);
  assert.equal(named('After'), 1);
});

test('names with reserved characters are refused under their field, in any language', async () => {
  settings.language = 'de';
  const target = open();
  await assertRefused(
    target.createSchema({ name: 'A: B', key: 'ABCD', description: '' }),
    ({ fields }) => assert.deepEqual(Object.keys(fields), ['name']),
  );
  await assertRefused(target.createObject(input('node.example')), ({ fields }) =>
    assert.deepEqual(Object.keys(fields), [label]),
  );
  assert.equal(named('node.example'), 0);
});

test('versions are listed by project; one that is not there has none', async () => {
  world.site.dataCenter.versions.set('500', { name: '2.0', projectKey: 'HELP' });
  world.site.dataCenter.versions.set('501', { name: '2.0', projectKey: 'OPS' });
  const target = open();
  assert.deepEqual(await target.versions?.('HELP'), [{ id: '500', name: '2.0' }]);
  assert.deepEqual(await target.versions?.('NONE'), []);
});

test('a site without reference types of its own says so, and lists those that attributes name', async () => {
  settings.absent = { 'reference-types': 404 };
  const target = open();
  const schema = [...world.site.schemas.values()].find(({ name }) => name === 'Computers')!;
  const listed = await target.referenceTypes(String(schema.id));
  assert.ok(listed.length > 0);
  const type = { name: 'New', description: '', color: '0055cc', schemaId: String(schema.id) };
  await assert.rejects(target.createReferenceType(type), { code: 'write-refused' });
});

test('refusals that are not of what is written are known by their codes', async () => {
  await assert.rejects(open('revoked-token').createObject(input('No')), { code: 'token-refused' });
  await assert.rejects(open('noassets-token').createObject(input('No')), { code: 'no-permission' });
  await assert.rejects(open().createObject({ ...input('No'), typeId: '1' }), {
    code: 'schema-gone',
  });
});

test('roles are read and set, switches of schemas are not offered', async () => {
  const target = open();
  const schemaId = String([...world.site.schemas.keys()][0]);
  const roles = await target.schemaRoles(schemaId);
  assert.ok('value' in roles);
  const [role] = roles.value;
  assert.deepEqual(await target.setRole(role!.id, [{ kind: 'group', id: 'it-admins' }]), {
    value: true,
  });
  const after_ = await target.schemaRoles(schemaId);
  assert.deepEqual('value' in after_ && after_.value[0]!.actors, [
    { kind: 'group', id: 'it-admins' },
  ]);
  assert.ok('unavailable' in (await target.setSchemaProperties(schemaId, {})));
});
