import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssetsCalls } from '../../../src/atlassian/assets/calls/assets-calls.ts';
import { OptionalCalls } from '../../../src/atlassian/assets/calls/optional-calls.ts';
import { DataCenterStructureReader } from '../../../src/atlassian/data-center/reading/data-center-structure-reader.ts';

const ROOT = 'http://site';
const LISTS: Record<string, unknown[]> = {
  '/icon/global': [{ id: 1, name: 'Globe' }],
  '/icon/objectschema/1': [{ id: 2, name: 'Own' }, { name: 'without an id' }],
  '/config/referencetype': [{ id: 3, name: 'Depends' }, null, {}],
};

test('icons and reference types that cannot be read are told', async () => {
  const http = async ({ url }: { url: string }) => ({
    status: 200,
    headers: {},
    body: Buffer.from(JSON.stringify(LISTS[url.slice(ROOT.length)])),
  });
  const told: string[] = [];
  const reader = new DataCenterStructureReader(new AssetsCalls(http, ROOT), {
    access: {
      schemaProperties: () => assert.fail(),
      schemaRoles: () => assert.fail(),
      typeRoles: () => assert.fail(),
    },
    optional: new OptionalCalls({ http, root: ROOT, off: new Set() }),
    onOdd: (what) => told.push(what),
  });
  const icons = await reader.icons('1');
  const types = await reader.referenceTypes(undefined);
  assert.deepEqual([icons.map(({ id }) => id), types.map(({ id }) => id)], [['2', '1'], ['3']]);
  assert.deepEqual(told, [
    "1 of the icons of the schema can't be read and are left out.",
    "2 of the reference types can't be read and are left out.",
  ]);
});
