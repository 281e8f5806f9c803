import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CatalogSync } from '../../../src/core/catalog/catalog-sync.ts';
import { Refused, Unavailable } from '../../../src/core/kernel/errors.ts';
import { tenantId } from '../../../src/core/kernel/ids.ts';

type Deps = ConstructorParameters<typeof CatalogSync>[0];
type Lease = Parameters<CatalogSync['work']>[0];

interface Listed {
  id: string;
  name: string;
  key: string;
  objectCount: number;
}
interface PretendSource {
  id: string;
  name?: string;
  siteUrl: string;
  /** What it lists, or why it does not. */
  lists: Listed[] | Error;
  cut?: boolean;
}

const schema = (id: string, name = `Schema ${id}`): Listed => ({
  id,
  name,
  key: name,
  objectCount: 1,
});

/** Syncs these sources: the message, and what of which site came into the catalog. */
async function syncOf(sources: PretendSource[], connectedLater?: PretendSource) {
  const seen: [string, Listed[]][] = [];
  const connected = [...sources];
  const deps = {
    clock: { now: () => 0 },
    catalog: {
      all: async () => [],
      seen: async ({ id }: PretendSource, schemas: Listed[]) => {
        seen.push([id, schemas]);
        if (connectedLater && connected.length === sources.length) connected.push(connectedLater);
      },
    },
    sites: { sources: async () => connected, noteSetup: async () => undefined },
    access: {
      open: async (_tenant: unknown, id: string) => {
        const site = connected.find((each) => each.id === id)!;
        const schemas = async () => {
          if (site.lists instanceof Error) throw site.lists;
          return { schemas: site.lists, complete: !site.cut, counted: site.lists.length + 1 };
        };
        return { site: { ...site, account: {} }, assets: { schemas } };
      },
    },
  } as unknown as Deps;
  const lease = {
    run: { tenantId: tenantId('alice') },
    report: async () => undefined,
    signal: new AbortController().signal,
  } as unknown as Lease;
  const { message } = await new CatalogSync(deps).work(lease);
  return { message, seen };
}

const own = { id: 'own', siteUrl: 'https://own.example.com', lists: [schema('7')] };
const berlin = {
  id: 'berlin',
  name: 'Berlin',
  siteUrl: 'https://jira.example.com/jira',
  lists: [schema('7'), schema('8')],
};

test('a name of any length takes a few hundred characters of the grid', async () => {
  const { seen } = await syncOf([{ ...own, lists: [schema('7', 'x'.repeat(1_000_000))] }]);
  assert.deepEqual(
    seen.flatMap(([, schemas]) => schemas.map(({ name, key }) => [name.length, key.length])),
    [[500, 500]],
  );
});

test('all sources are synced by one run, also one that is connected while it runs', async () => {
  const { message, seen } = await syncOf([own], berlin);
  assert.equal(message, '3 schemas found.');
  assert.deepEqual(
    seen.map(([id, schemas]) => [id, schemas.length]),
    [
      ['own', 1],
      ['berlin', 2],
    ],
  );
});

test('a source that fails is named, and keeps no other from being synced', async () => {
  const silent = new Unavailable('site-unavailable', "The site didn't answer.");
  const { message, seen } = await syncOf([
    { ...own, lists: silent },
    { ...berlin, cut: true },
  ]);
  assert.equal(
    message,
    "2 schemas found. own.example.com wasn't synced: The site didn't answer. Berlin counts 3 but didn't list the rest, so no schema was marked as deleted. Sync again later.",
  );
  assert.deepEqual(
    seen.map(([id]) => id),
    ['berlin'],
  );
});

test('where every source fails the sync does, with the reason of the first', async () => {
  const refused = new Refused('token-refused', 'Jira rejected the API token.');
  const silent = new Unavailable('site-unavailable', "The site didn't answer.");
  await assert.rejects(
    syncOf([
      { ...own, lists: refused },
      { ...berlin, lists: silent },
    ]),
    refused,
  );
});
