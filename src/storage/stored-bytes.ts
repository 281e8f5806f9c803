import { Damaged } from '../core/kernel/errors.ts';

/**
 * Binary data as the driver gives it: a Buffer, or BSON's Binary in lean answers. @throws Damaged
 * when it is nothing of the kind
 */
export function storedBytes(data: Buffer | { buffer: Uint8Array; position: number }): Buffer {
  if (Buffer.isBuffer(data)) return data;
  const stored: { buffer?: unknown; position?: unknown } | null | undefined = data;
  if (!(stored?.buffer instanceof Uint8Array) || typeof stored.position !== 'number')
    throw new Damaged('Stored data is missing or was changed.');
  return Buffer.from(stored.buffer.buffer, stored.buffer.byteOffset, stored.position);
}
