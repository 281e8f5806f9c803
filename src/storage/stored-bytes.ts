/** Binary data as the driver gives it: a Buffer, or BSON's Binary in lean answers. */
export function storedBytes(data: Buffer | { buffer: Uint8Array; position: number }): Buffer {
  return Buffer.isBuffer(data)
    ? data
    : Buffer.from(data.buffer.buffer, data.buffer.byteOffset, data.position);
}
