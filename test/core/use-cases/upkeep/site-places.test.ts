import assert from 'node:assert/strict';
import { test } from 'node:test';
import { siteId, tenantId, type TenantId } from '../../../../src/core/kernel/ids.ts';
import type { Site, SourceSite } from '../../../../src/core/sites/site.ts';
import type { Tenant } from '../../../../src/core/tenants/tenant.ts';
import { SitePlaces } from '../../../../src/core/use-cases/upkeep/site-places.ts';
import { cloudSource, cloudTarget } from '../../../support/sites/cloud-site.ts';
import { dataCenterSource } from '../../../support/sites/data-center-site.ts';

const OLD = 'https://old.atlassian.net';
const NEW = 'https://new.atlassian.net';
const [alice, bob, carol] = ['alice', 'bob', 'carol'].map((name) => tenantId(name)) as [
  TenantId,
  TenantId,
  TenantId,
];

const known = <S extends Site>(site: S, cloudId: string | null): S => ({
  ...site,
  details: { ...site.details, cloudId },
});
const sourceOf = (tenant: TenantId, cloudId: string | null): SourceSite =>
  known(cloudSource({ tenantId: tenant, siteUrl: OLD }), cloudId);
const targetOf = (tenant: TenantId, cloudId: string | null): Site =>
  known(
    cloudTarget({ tenantId: tenant, siteUrl: OLD, id: siteId(`of ${tenant}`), name: 'x' }),
    cloudId,
  );

/** What is stored, by tenant; `active`: whose site is at the old address beside Alice's. */
function placesWith(stored: Site[], active: TenantId[] = []) {
  const sites = [...stored];
  const tenants = new Map<TenantId, string>(active.map((id) => [id, OLD]));
  const places = new SitePlaces({
    tenants: {
      activeAt: async (siteUrl) => {
        const found = [...tenants].find(([, url]) => url === siteUrl);
        return found ? ({ id: found[0], siteUrl } as Tenant) : null;
      },
      move: async (from, to) => {
        for (const [id, url] of tenants) if (url === from) tenants.set(id, to);
      },
    },
    sites: {
      at: async (siteUrl) => sites.filter((site) => site.siteUrl === siteUrl),
      get: async (_tenant, id) => sites.find((site) => site.id === id)!,
      sources: async (id) =>
        sites.filter((site) => site.tenantId === id && site.roles.source) as SourceSite[],
      setPlace: async ({ id }, place) => {
        const at = sites.findIndex((site) => site.id === id);
        sites[at] = { ...sites[at]!, ...place };
      },
      noteTest: async (tested) => {
        const at = sites.findIndex(({ id }) => id === tested.id);
        sites[at] = tested;
      },
    },
    catalog: { moveSite: async () => undefined },
  });
  const announce = () =>
    places.installed({ id: alice, siteUrl: NEW, state: 'active', installedAt: new Date(0) }, OLD);
  const urls = () => Object.fromEntries(sites.map(({ tenantId: id, siteUrl }) => [id, siteUrl]));
  return { places, sites, announce, urls, tenants };
}

test('whatever is stored of a site follows its new address, also what is not known by a cloud id', async () => {
  const { announce, urls } = placesWith([
    sourceOf(alice, 'a'),
    targetOf(bob, 'a'),
    targetOf(carol, null),
  ]);
  await announce();
  assert.deepEqual(urls(), { alice: NEW, bob: NEW, carol: NEW });
});

test('a site that took the old address stays where it is, with its tenant and its target instances', async () => {
  const { announce, urls, tenants } = placesWith(
    [sourceOf(alice, 'a'), sourceOf(bob, 'b'), targetOf(carol, 'b')],
    [bob],
  );
  await announce();
  assert.deepEqual(urls(), { alice: NEW, bob: OLD, carol: OLD });
  assert.equal(tenants.get(bob), OLD);
});

test('a target instance of the renamed site follows it though another site has the old address', async () => {
  for (const active of [[], [bob]]) {
    const { announce, urls } = placesWith(
      [sourceOf(alice, 'a'), sourceOf(bob, 'b'), targetOf(carol, 'a')],
      active,
    );
    await announce();
    assert.deepEqual(urls(), { alice: NEW, bob: OLD, carol: NEW });
  }
});

test('where another tenant has the old address, nothing goes along that nobody knows', async () => {
  const { announce, urls } = placesWith([sourceOf(alice, null), targetOf(carol, null)], [bob]);
  await announce();
  assert.deepEqual(urls(), { alice: NEW, carol: OLD });
});

test('the root of Assets that a call found is noted, and nothing else of the instance', async () => {
  const account = { accountId: 'JIRAUSER10000', name: 'Ada' };
  const site = dataCenterSource({ tenantId: alice, siteUrl: 'https://jira.example', account });
  const { places, sites } = placesWith([site]);
  // What a run was started with may be older than what is saved.
  await places.noteAssetsRoot({ ...site, name: 'Old name' }, 'insight');
  assert.deepEqual(sites, [
    { ...site, details: { ...site.details, agentOf: null, root: 'insight' } },
  ]);
});
