import assert from 'node:assert/strict';
import { test } from 'node:test';
import { probeKeyset } from '../../../src/atlassian/assets/reading/probe-keyset.ts';

const after = (ids: number[]) => async (afterId: number) => ids.filter((id) => id > afterId);

test('a site that goes on after an id, in the order of ids, can be paged by key', async () => {
  assert.equal(await probeKeyset(after([3, 5, 8])), true);
  assert.equal(await probeKeyset(after([])), true);
});

test('an object that is listed twice is no disorder', async () => {
  assert.equal(await probeKeyset(after([3, 3, 5, 8])), true);
  assert.equal(await probeKeyset(after([3, 5, 5, 8, 8])), true);
});

test('a site that refuses the query, ignores its order or begins anew cannot', async () => {
  assert.equal(await probeKeyset(async () => undefined), false);
  assert.equal(await probeKeyset(after([5, 3, 8])), false);
  assert.equal(await probeKeyset(async () => [3, 5, 8]), false);
});
