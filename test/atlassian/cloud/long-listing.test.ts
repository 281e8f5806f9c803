import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssetsCalls } from '../../../src/atlassian/assets/calls/assets-calls.ts';
import { AssetsStructureReader } from '../../../src/atlassian/assets/reading/assets-structure-reader.ts';

const ATTRIBUTES = 40_000;

test('while a listing of megabytes is read, everything else has its turns', async () => {
  const attribute = { name: 'A', type: 0, defaultType: { id: 0, name: 'Text' }, position: 1 };
  const listing = Array.from({ length: ATTRIBUTES }, (_none, at) => ({
    id: `${at}`,
    ...attribute,
  }));
  const body = Buffer.from(JSON.stringify([...listing, null, { name: 'without an id' }]));
  const odd: string[] = [];
  const calls = new AssetsCalls(async () => ({ status: 200, headers: {}, body }), 'http://x/v1');
  const reader = new AssetsStructureReader(calls, { onOdd: (what) => odd.push(what) });
  let turns = 0;
  let isRead = false;
  const count = (): void => {
    turns += 1;
    if (!isRead) setImmediate(count);
  };
  setImmediate(count);
  const found = await reader.attributes('5');
  isRead = true;
  assert.equal(found.length, ATTRIBUTES);
  assert.match(odd.join(), /^2 of the attributes of object type 5 can't be read/);
  assert.ok(turns > 5, `${turns} turns`);
});
