import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutPage, placeOfPage } from '../../../src/core/kernel/page.ts';

const placed = (total: number, page?: number): number[] => {
  const place = placeOfPage(total, { page, pageSize: 20 });
  return [place.page, place.pages, place.skip, place.limit];
};

test('a page is where it is asked for, and the last one where the list has become shorter', () => {
  assert.deepEqual(placed(41), [1, 3, 0, 20]);
  assert.deepEqual(placed(41, 3), [3, 3, 40, 20]);
  assert.deepEqual(placed(40, 3), [2, 2, 20, 20]);
  assert.deepEqual(placed(40, 100_000), [2, 2, 20, 20]);
  assert.deepEqual(placed(40, 0), [1, 2, 0, 20]);
});

test('an empty list has one page', () => {
  assert.deepEqual(placed(0, 2), [1, 1, 0, 20]);
  assert.deepEqual(cutPage([], { page: 2, pageSize: 20 }), {
    items: [],
    total: 0,
    page: 1,
    pages: 1,
  });
});
