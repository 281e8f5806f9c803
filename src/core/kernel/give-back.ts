/**
 * Frees bytes that nobody needs any more: the garbage collector sees only the small object that
 * represents them, and takes its time. Small buffers share theirs, which stay.
 */
export function giveBack(bytes: ArrayBufferView): void {
  if (bytes.buffer instanceof ArrayBuffer && bytes.buffer.byteLength === bytes.byteLength)
    bytes.buffer.transfer(0);
}
