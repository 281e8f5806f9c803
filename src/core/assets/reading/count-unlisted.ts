import type { AssetsReader } from '../ports/assets-reader.ts';
import { Unanswered } from '../ports/pages/unanswered.ts';
import { countOrNone } from './count-each.ts';

/** A type, with the object count that came with it; undefined where none did. */
export interface CountedType {
  id: string;
  objectCount?: number | undefined;
}

/**
 * How many objects the site counts that were not seen. If the count that came with a type differs
 * from what was seen, the search is asked to count, and its answer decides. A search that
 * repeatedly fails to count is asked for no further type. @throws what AssetsReader throws, but for
 * a count that is refused, not answered or unreadable
 */
export async function countUnlisted(
  site: Pick<AssetsReader, 'countObjects'>,
  types: readonly CountedType[],
  seenOf: (typeId: string) => number,
  signal: AbortSignal | undefined,
): Promise<number> {
  let unlisted = 0;
  let isAsked = true;
  for (const { id, objectCount = 0 } of types.filter(
    (type) => type.objectCount !== seenOf(type.id),
  )) {
    const counted = isAsked ? await countOrNone(site, id, signal) : undefined;
    if (counted instanceof Unanswered) isAsked = false;
    const total = typeof counted === 'number' ? counted : objectCount;
    unlisted += Math.max(0, total - seenOf(id));
  }
  return unlisted;
}
