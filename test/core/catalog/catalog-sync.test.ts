import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CatalogSync } from '../../../src/core/catalog/catalog-sync.ts';
import { tenantId } from '../../../src/core/kernel/ids.ts';

type Deps = ConstructorParameters<typeof CatalogSync>[0];
type Lease = Parameters<CatalogSync['work']>[0];

test('a name of any length takes a few hundred characters of the grid', async () => {
  const seen: { name: string; key: string }[] = [];
  const long = 'x'.repeat(1_000_000);
  const schema = { id: '7', name: long, key: long, objectCount: 1 };
  const site = { id: 'site' };
  const sync = new CatalogSync({
    clock: { now: () => 0 },
    catalog: {
      all: async () => [],
      seen: async (_site: unknown, schemas: typeof seen) => void seen.push(...schemas),
    },
    sites: { source: async () => site, patchSetup: async () => undefined },
    access: {
      open: async () => ({
        site,
        assets: { schemas: async () => ({ schemas: [schema], complete: true, counted: 1 }) },
      }),
    },
  } as unknown as Deps);
  const lease = {
    run: { tenantId: tenantId('alice') },
    report: async () => undefined,
    signal: new AbortController().signal,
  } as unknown as Lease;
  await sync.work(lease);
  assert.deepEqual(
    seen.map(({ name, key }) => [name.length, key.length]),
    [[500, 500]],
  );
});
