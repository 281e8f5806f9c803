import type { TenantId } from '../../../core/kernel/ids.ts';
import { tenantId as asTenantId } from '../../../core/kernel/ids.ts';
import type { FoundMark } from '../../recovery/marked.ts';
import type { Bucket } from '../client/bucket.ts';
import { ALL_KEYS, keysOfMarks, tenantOfFolder, type BucketOwner } from './bucket-keys.ts';
import type { Epoch } from '../../vault/check/epoch-documents.ts';

/** A mark found in a bucket. */
export interface HeldMark extends FoundMark {
  epoch: Epoch;
  /** Of this mark and of older ones. */
  keys: string[];
}

/** A bucket with more sites than this isn't ours. */
const MAX_STORAGES = 200;
const DIGITS = 12;
/** storage / epoch - word / owner, where that is not who made it */
const MARK = /^([^/]+)\/(\d+)-([0-9a-f]+)(?:\/(.+))?$/;

/** The mark of each tenant that has a storage in a bucket. */
export async function* eachStorage(bucket: Bucket): AsyncGenerator<HeldMark> {
  let left = MAX_STORAGES;
  for await (const folder of bucket.folders(ALL_KEYS)) {
    const held = await readMark(bucket, tenantOfFolder(folder));
    if (held) yield held;
    left -= 1;
    if (left === 0) return;
  }
}

/** If there are several, the one with the highest epoch. */
export async function readMark(bucket: Bucket, tenantId: TenantId): Promise<HeldMark | undefined> {
  const begin = keysOfMarks(tenantId);
  let held: HeldMark | undefined;
  const keys: string[] = [];
  for await (const { key, putAt: usedAt } of bucket.list(begin)) {
    const [, storageId = '', number, word = '', by] = MARK.exec(key.slice(begin.length)) ?? [];
    if (number === undefined) continue;
    keys.push(key);
    const epoch = { number: Number(number), word };
    const owner = by === undefined ? tenantId : asTenantId(by);
    if (!held || epoch.number >= held.epoch.number)
      held = { tenantId, storageId, owner, usedAt, epoch, keys };
  }
  return held;
}

export function keyOfMark(
  { tenantId, storageId }: BucketOwner,
  { number, word }: Epoch,
  owner: TenantId,
): string {
  const by = owner === tenantId ? '' : `/${owner}`;
  return `${keysOfMarks(tenantId)}${storageId}/${String(number).padStart(DIGITS, '0')}-${word}${by}`;
}
