import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { orderMoves } from '../../../../../src/core/restores/write/structure/order-moves.ts';

/** As a site carries them out. */
function moved(there: readonly string[], wanted: readonly string[]): string[] {
  const order = [...there];
  for (const { id, position } of orderMoves(there, wanted)) {
    order.splice(order.indexOf(id), 1);
    order.splice(position, 0, id);
  }
  return order;
}

test('what stands right is not moved', () => {
  assert.deepEqual(orderMoves(['a', 'b', 'c'], ['a', 'b', 'c']), []);
  assert.deepEqual(orderMoves(['a', 'b'], ['a', 'x', 'b']), []);
});

test('the moves bring any order into any other, and what is not wanted behind it', () => {
  const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { maxLength: 12 });
  fc.assert(
    fc.property(ids, ids, (there, wanted) => {
      const known = wanted.filter((id) => there.includes(id));
      const rest = there.filter((id) => !known.includes(id));
      assert.deepEqual(moved(there, wanted), [...known, ...rest]);
    }),
  );
});
