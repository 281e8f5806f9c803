/** One thing that is put into another place among its likes, from 0 on; the others close up. */
interface OrderMove {
  id: string;
  position: number;
}

/**
 * The moves that bring `there` into the order of `wanted`, one after the other. What is not wanted
 * stays behind what is. Pure.
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
