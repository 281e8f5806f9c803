import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orAlone } from '../../src/atlassian/assets/reading/or-alone.ts';
import type { ObjectPage } from '../../src/core/assets/ports/pages/object-page.ts';
import type { ReceivedPage } from '../../src/core/assets/ports/pages/received-page.ts';
import { Unanswered } from '../../src/core/assets/ports/pages/unanswered.ts';

const ALONE: ObjectPage = {
  objects: [],
  users: [],
  groups: [],
  odd: [],
  last: true,
  unreadable: [{ id: '7', reason: 'it came alone' }],
};
const unanswered = () =>
  Promise.reject<ReceivedPage>(new Unanswered('The site failed.', { why: 'status 500' }));

test('one object that the search does not answer is requested by its own call', async () => {
  const page = await orAlone(unanswered(), ['7'], async (id) => {
    assert.equal(id, '7');
    return ALONE;
  });
  assert.deepEqual(await page.read(), ALONE);
});

test('several objects, and other errors, are left to whoever asked', async () => {
  const never = () => assert.fail('No object is requested alone.');
  await assert.rejects(orAlone(unanswered(), ['7', '8'], never), Unanswered);
  await assert.rejects(orAlone(Promise.reject(new Error('Other')), ['7'], never), /Other/);
});
