/** Moves one item to another position, from 0; the others close up. */
interface OrderMove {
  id: string;
  position: number;
}

/**
 * The moves that bring `there` into the order of `wanted`, one after the other. Items that are not
 * in `wanted` stay behind the others. Pure.
 */
export function orderMoves(there: readonly string[], wanted: readonly string[]): OrderMove[] {
  const order = [...there];
  const moves: OrderMove[] = [];
  const known = new Set(there);
  for (const [position, id] of wanted.filter((each) => known.has(each)).entries()) {
    if (order[position] === id) continue;
    order.splice(order.indexOf(id), 1);
    order.splice(position, 0, id);
    moves.push({ id, position });
  }
  return moves;
}
