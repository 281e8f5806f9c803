import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import { Damaged } from '../../../core/kernel/errors.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const NONCE = 12;
const TAG = 16;
/** A tenth smaller than level 3, for a fortieth of the time of a backup. */
const LEVEL = 6;

/** What a pack is bound to: it opens nowhere else. */
export interface PackBinding {
  tenantId: string;
  storageId: string;
  kind: string;
  runId: string;
  packId: string;
}

const associated = (binding: PackBinding): Buffer =>
  Buffer.from(
    JSON.stringify([
      binding.tenantId,
      binding.storageId,
      binding.kind,
      binding.runId,
      binding.packId,
      'zstd',
      'v1',
    ]),
  );

export async function compressPack(plain: Buffer): Promise<Buffer> {
  return compress(plain, { params: { [constants.ZSTD_c_compressionLevel]: LEVEL } });
}

/** zstd, then AES-256-GCM with a key of the pack's own and a random nonce: nonce, tag, ciphertext. */
export function sealPack(compressed: Buffer, key: Buffer, binding: PackBinding): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(associated(binding));
  const body = Buffer.concat([cipher.update(compressed), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** @throws Damaged when a byte was changed, or the pack was made for another place */
export async function openPack(sealed: Buffer, key: Buffer, binding: PackBinding): Promise<Buffer> {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE));
    decipher.setAAD(associated(binding));
    decipher.setAuthTag(sealed.subarray(NONCE, NONCE + TAG));
    return await decompress(
      Buffer.concat([decipher.update(sealed.subarray(NONCE + TAG)), decipher.final()]),
    );
  } catch (error) {
    throw new Damaged(`pack ${binding.packId}: the stored data was changed`, { cause: error });
  }
}
