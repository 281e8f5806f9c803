/**
 * The same numbers with room for as many more. The memory moves: what is given is empty afterwards,
 * and so is every view of it.
 */
export const doubled = (numbers: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> =>
  new Float64Array(numbers.buffer.transfer(2 * numbers.byteLength));
