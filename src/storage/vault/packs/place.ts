/** Of a record's hash; in an entry it stands as hex digits, two a byte. */
export const HASH_BYTES = 16;

/**
 * Where a record's bytes are: in one pack, or, for a record over a quarter of what a pack gathers,
 * in `chunks` packs of consecutive numbers, each holding nothing else.
 */
export interface Place {
  pack: string;
  start: number;
  length: number;
  /** 0: inside one pack with others. */
  chunks: number;
}

/** In the order in which they are stored. */
export function comparePlaces(a: Place, b: Place): number {
  if (a.pack === b.pack) return a.start - b.start;
  return a.pack < b.pack ? -1 : 1;
}
