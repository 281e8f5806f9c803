import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { noteDay } from '../../../src/core/storages/storage-usage.ts';

const at = (day: number): Date => new Date(Date.UTC(2026, 0, day, 12));
const used = (bytes: number) => ({ bytes, objects: 1 });

test('each day has what was measured last on it', () => {
  const first = noteDay([], used(5), at(1));
  const again = noteDay(first, used(7), at(1));
  assert.deepEqual(noteDay(again, used(9), at(2)), [
    { day: '2026-01-01', bytes: 7 },
    { day: '2026-01-02', bytes: 9 },
  ]);
});

test('the last 30 days are kept in order, whatever the clock says', () => {
  const days = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(days, (measured) => {
      const noted = measured.reduce(
        (before, day) => noteDay(before, used(day), at(day)),
        [] as ReturnType<typeof noteDay>,
      );
      assert.ok(noted.length <= 30);
      const names = noted.map(({ day }) => day);
      assert.deepEqual(names, [...new Set(names)].toSorted());
    }),
  );
});
