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

test('what had to go for others is told, and nothing that was deleted or set again', () => {
  const dropped: number[] = [];
  const map = new RecentMap<string, number>(2, (value) => dropped.push(value));
  map.set('a', 1).set('b', 2).set('a', 3).set('c', 4);
  map.delete('a');
  map.set('d', 5).set('e', 6);
  assert.deepEqual(dropped, [2, 4]);
});
