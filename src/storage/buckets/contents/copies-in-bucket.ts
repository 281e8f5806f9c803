import { createHash } from 'node:crypto';
import { z } from 'zod';
import { tenantId as asTenantId } from '../../../core/kernel/ids.ts';
import type { CopyShelf, RecoveryCopy } from '../../recovery/recovery-copies.ts';
import type { Bucket } from '../client/bucket.ts';
import { keysOfCopies } from './bucket-keys.ts';
import { eachStorage } from './held-mark.ts';
import { emptyKey, emptyKeys } from './empty-keys.ts';

const Copy = z.object({
  tenantId: z.string().transform(asTenantId),
  writtenAs: z.object({ tenantId: z.string().transform(asTenantId), storageId: z.string() }),
  sealed: z.string().transform(toBytes),
  attached: z.string().transform(toBytes).optional(),
  madeAt: z.coerce.date(),
});

const DIGITS = 15;

/**
 * Copies as objects that are put once. Whose key it is and when it was made is in the object's key,
 * so that one listing tells which is the newest.
 */
export function copiesInBucket(bucket: Bucket): CopyShelf {
  return {
    async put(copy) {
      const begin = keysOfCopies(copy.writtenAs);
      const others = await keysBehind(bucket, begin);
      const key = `${begin}${nameOf(copy)}`;
      const mine = `${begin}${copy.tenantId}/`;
      if (others.some((other) => other.startsWith(mine) && other > key)) return false;
      await bucket.putNew(key, Buffer.from(textOf(copy)));
      for (const other of others) if (other !== key) await removeForGood(bucket, other);
      return true;
    },
    async all() {
      const copies: RecoveryCopy[] = [];
      for await (const storage of eachStorage(bucket))
        for (const key of await keysBehind(bucket, keysOfCopies(storage))) {
          const copy = readCopy(await bucket.read(key));
          if (copy) copies.push(copy);
        }
      return copies;
    },
    async remove(writtenAs) {
      await emptyKeys(bucket, keysOfCopies(writtenAs));
    },
  };
}

function nameOf({ tenantId, madeAt, sealed }: RecoveryCopy): string {
  const digest = createHash('sha256').update(sealed).digest('hex').slice(0, 16);
  return `${tenantId}/${String(madeAt.getTime()).padStart(DIGITS, '0')}-${digest}`;
}

const textOf = ({ sealed, attached, ...copy }: RecoveryCopy): string =>
  JSON.stringify({
    ...copy,
    sealed: sealed.toString('base64'),
    attached: attached?.toString('base64'),
  });

/** Undefined for anything that isn't ours. */
function readCopy(bytes: Buffer | undefined): RecoveryCopy | undefined {
  try {
    return Copy.parse(JSON.parse(String(bytes)));
  } catch {
    return undefined;
  }
}

function toBytes(text: string): Buffer {
  return Buffer.from(text, 'base64');
}

async function keysBehind(bucket: Bucket, begin: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of bucket.list(begin)) keys.push(key);
  return keys;
}

async function removeForGood(bucket: Bucket, key: string): Promise<void> {
  if (!(await bucket.remove({ key }))) await emptyKey(bucket, key);
}
