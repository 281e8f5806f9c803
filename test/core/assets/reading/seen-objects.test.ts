import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareSeen } from '../../../../src/core/assets/reading/compare-seen.ts';
import { SeenObjects } from '../../../../src/core/assets/reading/seen-objects.ts';

const entries = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 5 })),
  { maxLength: 3000 },
);

function fill(list: [number, number][]): SeenObjects {
  const seen = new SeenObjects();
  list.forEach(([id, updated]) => seen.add(String(id), updated));
  return seen;
}

test('ids come sorted and once, with the latest update told', () => {
  fc.assert(
    fc.property(entries, (list) => {
      const expected = [...new Map(list)].sort(([a], [b]) => a - b);
      const seen = fill(list);
      assert.deepEqual(
        [...seen.ids].map((id, at) => [id, seen.updates[at]]),
        expected,
      );
    }),
  );
});

test('a difference is exactly what a map would say', () => {
  fc.assert(
    fc.property(entries, entries, (read, census) => {
      const [a, b] = [new Map(read), new Map(census)];
      const { toFetch, toConfirm } = compareSeen(fill(read), fill(census), 0);
      assert.deepEqual(
        toFetch,
        [...b]
          .filter(([id, at]) => a.get(id) !== at)
          .map(([id]) => id)
          .sort((x, y) => x - y)
          .map(String),
      );
      assert.deepEqual(
        toConfirm,
        [...a.keys()]
          .filter((id) => !b.has(id))
          .sort((x, y) => x - y)
          .map(String),
      );
    }),
  );
});

test('removed objects are gone, the others stay', () => {
  fc.assert(
    fc.property(entries, fc.array(fc.integer({ min: 1, max: 500 })), (list, gone) => {
      const seen = fill(list);
      seen.removeAll(gone.map(String));
      assert.deepEqual(
        [...seen.ids],
        [...new Set(list.map(([id]) => id))]
          .filter((id) => !gone.includes(id))
          .sort((a, b) => a - b),
      );
    }),
  );
});

test('an object read before a crash counts as changed only when it changed since', () => {
  const read = fill([
    [1, Number.NaN],
    [2, Number.NaN],
  ]);
  const census = fill([
    [1, 99],
    [2, 100],
  ]);
  assert.deepEqual(compareSeen(read, census, 100).toFetch, ['2']);
});
