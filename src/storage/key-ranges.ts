/** A document, of which the fields of a key are known. */
type Keyed = Readonly<Record<string, unknown>>;

/** What picks the documents between two keys, both included. */
export type KeyRange = Readonly<Record<string, unknown>>;

/**
 * Parts documents that come in the order of a key into ranges of about `size`. Within a range all
 * fields of the key but the last are equal, so that an index over them finds it. Documents without
 * the last field are in none.
 */
export async function* keyRanges(
  documents: AsyncIterable<Keyed>,
  key: readonly string[],
  size: number,
): AsyncGenerator<KeyRange> {
  const [equal, last = ''] = [key.slice(0, -1), key.at(-1)];
  let first: Keyed | undefined;
  let latest: Keyed = {};
  let count = 0;
  const rangeFrom = (from: Keyed): KeyRange => ({
    ...Object.fromEntries(equal.map((field) => [field, from[field]])),
    [last]: { $gte: from[last], $lte: latest[last] },
  });
  for await (const document of documents) {
    if (document[last] === undefined) continue;
    const isOver = first && (count >= size || equal.some((at) => document[at] !== first?.[at]));
    if (first && isOver) yield rangeFrom(first);
    if (!first || isOver) [first, count] = [document, 0];
    latest = document;
    count += 1;
  }
  if (first) yield rangeFrom(first);
}

export const ascending = (fields: readonly string[]): Record<string, 1> =>
  Object.fromEntries(fields.map((field) => [field, 1]));

/**
 * Sorts what a filter picks by the fields of a key, as every database can: some sort by all fields
 * of an index only, those that the filter holds equal included, or by the id.
 */
export function sortOfIndex(
  filter: Readonly<Record<string, unknown>>,
  key: readonly string[],
): Record<string, 1> {
  if (key[0] === '_id') return ascending(key);
  const equal = Object.keys(filter).filter((field) => typeof filter[field] === 'string');
  return ascending([...equal, ...key]);
}
