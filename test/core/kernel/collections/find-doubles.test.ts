import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findDoubles } from '../../../../src/core/kernel/collections/find-doubles.ts';

test('numbers that come more than once are found, within a list and between lists', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(fc.nat(60), { maxLength: 30 })), async (lists) => {
      const all = lists.flat();
      const expected = new Set(all.filter((number, at) => all.indexOf(number) !== at));
      const found = await findDoubles(
        lists.map((list) => Float64Array.from(list)),
        async () => undefined,
      );
      assert.deepEqual(found, expected);
    }),
  );
});

test('a great many are looked through in shares, with a pause between them', async () => {
  const many = Float64Array.from({ length: 120_000 }, (_none, at) => at * 3);
  let pauses = 0;
  const found = await findDoubles([many, Float64Array.of(9, 10, 300_000)], async () => {
    pauses += 1;
  });
  assert.deepEqual(found, new Set([9, 300_000]));
  assert.equal(pauses, 2);
});
