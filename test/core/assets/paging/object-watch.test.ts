import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ObjectWatch } from '../../../../src/core/assets/paging/object-watch.ts';

test('a page that came before is known again, whatever the order of its ids', () => {
  const watch = new ObjectWatch(10);
  assert.equal(watch.isNew(['1', '2', '3']), true);
  assert.equal(watch.isNew(['4', '5']), true);
  assert.equal(watch.isNew(['3', '1', '2']), false);
  assert.equal(watch.isNew([]), false);
});

test('pages with objects that have no id are never taken for the same', () => {
  const watch = new ObjectWatch(10);
  assert.equal(watch.isNew(['1', '']), true);
  assert.equal(watch.isNew(['1', '']), true);
  assert.equal(watch.objects, 4);
});

test('a list may outgrow what the site counted first, and not what it counts when asked again', () => {
  const watch = new ObjectWatch(0);
  const page = (from: number) => Array.from({ length: 5_000 }, (_none, at) => String(from + at));
  watch.isNew(page(0));
  watch.isNew(page(5_000));
  assert.equal(watch.isOverBound, false);
  watch.isNew(page(10_000));
  assert.equal(watch.isOverBound, true);
  watch.recount(100_000);
  assert.equal(watch.isOverBound, false);
  assert.throws(() => watch.recount(20), {
    code: 'endless-list',
    message: /15,000 objects of a type of which it counts 20,/,
  });
});
