import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CatalogSchema } from '../../../../src/core/catalog/catalog-store.ts';
import { selectSchemas } from '../../../../src/core/use-cases/schemas/select-schemas.ts';
import { catalogId, siteId, tenantId } from '../../../../src/core/kernel/ids.ts';

const schema = (id: string, rest: Partial<CatalogSchema>): CatalogSchema => ({
  id: catalogId(id),
  tenantId: tenantId('t'),
  siteUrl: 'https://a',
  location: 'cloud',
  siteId: siteId('site'),
  schemaId: id,
  name: id,
  key: id.toUpperCase(),
  objectCount: 0,
  status: 'active',
  seenByAccountId: '',
  seenByName: '',
  hidden: false,
  backupCount: 0,
  ...rest,
});
const all = [
  schema('beta', {}),
  schema('Alpha', { status: 'deleted' }),
  schema('gamma', { siteUrl: 'https://b', lastBackupAt: new Date(2) }),
  schema('delta', { status: 'not-visible', lastBackupAt: new Date(1) }),
];
const names = (filter: Parameters<typeof selectSchemas>[1]): string[] =>
  selectSchemas(all, filter).map((each) => each.name);

test('filters are combined, and the order is by name whatever its case', () => {
  assert.deepEqual(names({}), ['Alpha', 'beta', 'delta', 'gamma']);
  assert.deepEqual(names({ hideDeleted: true, search: 'A' }), ['beta', 'delta', 'gamma']);
  assert.deepEqual(names({ hideDeleted: true, status: 'deleted' }), []);
  assert.deepEqual(names({ siteUrl: 'https://b', location: 'cloud' }), ['gamma']);
  assert.deepEqual(names({ search: 'GAM' }), ['gamma']);
});

test('columns sort both ways', () => {
  assert.deepEqual(names({ sort: 'lastBackup', descending: true }).slice(0, 2), ['gamma', 'delta']);
  assert.deepEqual(names({ sort: 'name', descending: true }), ['gamma', 'delta', 'beta', 'Alpha']);
  assert.deepEqual(names({ sort: 'status' }).at(-1), 'delta');
});

test('the last 30 days sort by how many of them had a good backup, and backups by their number', () => {
  const DAY = 86_400_000;
  const on = (...days: number[]) =>
    days.map((day) => ({ at: new Date(day * DAY), outcome: 'good' as const }));
  const schemas = [
    schema('often', { recent: on(5, 5.1, 5.2, 5.3) as never, backupCount: 4 }),
    schema('nightly', { recent: on(5, 4, 3) as never, backupCount: 3 }),
    schema('long ago', { recent: on(1, 0, -1, -2) as never, backupCount: 40 }),
    schema('failing', {
      recent: [...on(4, 3), { at: new Date(5 * DAY), outcome: 'failed' }] as never,
    }),
    schema('never', {}),
  ];
  const dayStarts = [3 * DAY, 4 * DAY, 5 * DAY];
  const sorted = (filter: Parameters<typeof selectSchemas>[1]): string[] =>
    selectSchemas(schemas, filter).map(({ name }) => name);
  assert.deepEqual(sorted({ sort: 'days', dayStarts, descending: true }), [
    'nightly',
    'failing',
    'often',
    'never',
    'long ago',
  ]);
  assert.deepEqual(sorted({ sort: 'backups' }), [
    'failing',
    'never',
    'nightly',
    'often',
    'long ago',
  ]);
});
