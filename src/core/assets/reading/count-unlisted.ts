import { Refused, Unavailable } from '../../kernel/errors.ts';
import type { AssetsReader } from '../ports/assets-reader.ts';
import { Unanswered } from '../ports/pages/unanswered.ts';

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
    const counted = isAsked ? await count(site, id, signal) : undefined;
    if (counted instanceof Unanswered) isAsked = false;
    const total = typeof counted === 'number' ? counted : objectCount;
    unlisted += Math.max(0, total - seenOf(id));
  }
  return unlisted;
}

/** Undefined where it is refused or can't be read. */
async function count(
  site: Pick<AssetsReader, 'countObjects'>,
  typeId: string,
  signal: AbortSignal | undefined,
): Promise<number | Unanswered | undefined> {
  try {
    return await site.countObjects(typeId, signal);
  } catch (error) {
    if (error instanceof Unanswered) return error;
    const isUnread = error instanceof Unavailable && error.code === 'unexpected-answer';
    if (error instanceof Refused || isUnread) return undefined;
    throw error;
  }
}
