import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AssetsCalls } from '../../../src/atlassian/assets/calls/assets-calls.ts';
import { AssetsObjectFinder } from '../../../src/atlassian/assets/parts/assets-object-finder.ts';

/** Whether the object is there, where the site answers so about it. */
const isThere = (status: number, body: object): Promise<boolean> => {
  const calls = new AssetsCalls(async ({ url }) => {
    const answer = url.endsWith('/object/7') ? { status, body } : { status: 200, body: [] };
    return { ...answer, headers: {}, body: Buffer.from(JSON.stringify(answer.body)) };
  }, 'http://site');
  return new AssetsObjectFinder(calls).isThere('7');
};

test('an object is there unless the site says that it is not, while its workspace is', async () => {
  assert.equal(await isThere(200, { id: '7' }), true);
  assert.equal(await isThere(403, { errorMessage: 'Forbidden' }), true);
  assert.equal(await isThere(404, { errorMessage: 'TCS 404' }), false);
});
