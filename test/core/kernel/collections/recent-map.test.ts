import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RecentMap } from '../../../../src/core/kernel/collections/recent-map.ts';

test('the entry that was set longest ago makes room, and setting one again makes it the newest', () => {
  const map = new RecentMap<string, number>(2);
  map.set('a', 1).set('b', 2).set('a', 3).set('c', 4);
  assert.deepEqual(
    [...map],
    [
      ['a', 3],
      ['c', 4],
    ],
  );
});
