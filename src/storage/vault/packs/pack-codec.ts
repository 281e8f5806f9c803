import type { Transform } from 'node:stream';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import { Damaged } from '../../../core/kernel/errors.ts';
import { giveBack } from '../../../core/kernel/give-back.ts';
import { openBytes, sealBytes } from '../../sealing/seal-bytes.ts';

/** A tenth smaller than level 3, for a fortieth of the time of a backup. */
const LEVEL = 6;
/**
 * What zstd gives at once. Memory of this size goes back to the system as soon as it's freed, which
 * many small pieces do not.
 */
const CHUNK_BYTES = 256 << 10;

/**
 * Sealed data is small, but what it unpacks to need not be if somebody else sealed it. Ours are far
 * below: of packs by their sizes, of headers by what they list.
 */
export const MAX_OPENED_BYTES = 256 << 20;

/** What a pack is bound to: it opens nowhere else. */
export interface PackBinding {
  tenantId: string;
  storageId: string;
  kind: string;
  runId: string;
  packId: string;
}

const contextOf = ({ tenantId, storageId, kind, runId, packId }: PackBinding): string =>
  JSON.stringify([tenantId, storageId, kind, runId, packId, 'zstd', 'v1']);

export async function compressPack(plain: Buffer): Promise<Buffer> {
  const params = { [constants.ZSTD_c_compressionLevel]: LEVEL };
  return pass(plain, createZstdCompress({ params, chunkSize: CHUNK_BYTES }));
}

/** Seals compressed bytes with a key unique to the pack. */
export function sealPack(compressed: Buffer, key: Buffer, binding: PackBinding): Buffer {
  return sealBytes(compressed, key, contextOf(binding));
}

/** @throws Damaged when a byte was changed, or the pack was made for another place */
export async function openPack(sealed: Buffer, key: Buffer, binding: PackBinding): Promise<Buffer> {
  try {
    const compressed = openBytes(sealed, key, contextOf(binding));
    const opened = await pass(compressed, createZstdDecompress({ chunkSize: CHUNK_BYTES }));
    giveBack(compressed);
    return opened;
  } catch (error) {
    throw new Damaged(`pack ${binding.packId}: the stored data was changed`, { cause: error });
  }
}

/**
 * Passes bytes through a stream of zlib. Its chunks are freed at once: dozens of packs that are
 * opened one after the other would leave as much again to the garbage collector.
 */
async function pass(bytes: Buffer, through: Transform): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  through.end(bytes);
  for await (const chunk of through as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAX_OPENED_BYTES) throw new RangeError('It is larger than a pack can be.');
  }
  const [only, ...others] = chunks;
  if (only && others.length === 0) return cutToSize(only);
  const joined = Buffer.concat(chunks, length);
  chunks.forEach(giveBack);
  return joined;
}

/** What fits into one chunk is given as the beginning of it. */
function cutToSize(bytes: Buffer): Buffer {
  const { buffer, byteOffset } = bytes;
  const isOfChunk = buffer instanceof ArrayBuffer && buffer.byteLength === CHUNK_BYTES;
  return isOfChunk && byteOffset === 0 ? Buffer.from(buffer.transfer(bytes.length)) : bytes;
}
