import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { Damaged } from '../../../core/kernel/errors.ts';
import { openBytes, sealBytes } from '../../sealing/seal-bytes.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
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
  return cutToSize(await compress(plain, { params, chunkSize: CHUNK_BYTES }));
}

/** Seals compressed bytes with a key unique to the pack. */
export function sealPack(compressed: Buffer, key: Buffer, binding: PackBinding): Buffer {
  return sealBytes(compressed, key, contextOf(binding));
}

/** @throws Damaged when a byte was changed, or the pack was made for another place */
export async function openPack(sealed: Buffer, key: Buffer, binding: PackBinding): Promise<Buffer> {
  try {
    const compressed = openBytes(sealed, key, contextOf(binding));
    const limits = { maxOutputLength: MAX_OPENED_BYTES, chunkSize: CHUNK_BYTES };
    return cutToSize(await decompress(compressed, limits));
  } catch (error) {
    throw new Damaged(`pack ${binding.packId}: the stored data was changed`, { cause: error });
  }
}

/** What fits into one chunk is given as the beginning of it. */
function cutToSize(bytes: Buffer): Buffer {
  const { buffer, byteOffset } = bytes;
  const isOfChunk = buffer instanceof ArrayBuffer && buffer.byteLength === CHUNK_BYTES;
  return isOfChunk && byteOffset === 0 ? Buffer.from(buffer.transfer(bytes.length)) : bytes;
}
