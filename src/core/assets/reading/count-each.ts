import { Refused, Unavailable } from '../../kernel/errors.ts';
import type { ObjectType } from '../model/definitions/object-type.ts';
import type { AssetsReader } from '../ports/assets-reader.ts';
import { Unanswered } from '../ports/pages/unanswered.ts';

type Counting = Pick<AssetsReader, 'countObjects'>;

/**
 * The types with their objects counted by the search. The count of a type stays as it is where the
 * search doesn't say; once it repeatedly fails to count, it is asked for no further type. @throws
 * what AssetsReader throws of more than a count
 */
export async function countEach(
  site: Counting,
  types: readonly ObjectType[],
  signal?: AbortSignal,
): Promise<ObjectType[]> {
  let isAsked = true;
  const all: ObjectType[] = [];
  for (const type of types) {
    const counted = isAsked ? await countOrNone(site, type.id, signal) : undefined;
    if (counted instanceof Unanswered) isAsked = false;
    all.push(typeof counted === 'number' ? { ...type, objectCount: counted } : type);
  }
  return all;
}

/**
 * How many objects of a type the search counts. Undefined where that is refused or can't be read.
 */
export async function countOrNone(
  site: Counting,
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
