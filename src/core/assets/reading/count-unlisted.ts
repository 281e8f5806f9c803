import { Refused, Unavailable } from '../../kernel/errors.ts';
import type { AssetsReader } from '../ports/assets-reader.ts';

/** A type, with the object count that came with it; undefined where none did. */
export interface CountedType {
  id: string;
  objectCount?: number | undefined;
}

/**
 * How many objects the site counts that were not seen. If the count that came with a type differs
 * from what was seen, the search is asked to count, and its answer decides. @throws what
 * AssetsReader throws, but for a refusal to count and a count that cannot be read
 */
export async function countUnlisted(
  site: Pick<AssetsReader, 'countObjects'>,
  types: readonly CountedType[],
  seenOf: (typeId: string) => number,
  signal: AbortSignal | undefined,
): Promise<number> {
  let unlisted = 0;
  for (const type of types) {
    const seen = seenOf(type.id);
    if (type.objectCount === seen) continue;
    unlisted += Math.max(0, (await count(site, type, signal)) - seen);
  }
  return unlisted;
}

async function count(
  site: Pick<AssetsReader, 'countObjects'>,
  { id, objectCount = 0 }: CountedType,
  signal: AbortSignal | undefined,
): Promise<number> {
  try {
    return await site.countObjects(id, signal);
  } catch (error) {
    const isUnread = error instanceof Unavailable && error.code === 'unexpected-answer';
    if (error instanceof Refused || isUnread) return objectCount;
    throw error;
  }
}
