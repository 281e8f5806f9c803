/**
 * Ids of the schema's first objects after an id, in order; undefined when the site refuses the
 * query.
 */
export type KeysetProbe = (afterId: number) => Promise<number[] | undefined>;

/**
 * Whether a site answers `objectId > N ORDER BY objectId` correctly, as far as a schema's first
 * objects tell.
 */
export async function probeKeyset(probe: KeysetProbe): Promise<boolean> {
  const all = await askOnce(probe, 0);
  if (all === undefined || !isAscending(all)) return false;
  const [first, second] = all;
  if (first === undefined || second === undefined) return true;
  const rest = await askOnce(probe, first);
  return rest !== undefined && rest[0] === second;
}

/** A page may hold an object twice, which says nothing of its order. */
async function askOnce(probe: KeysetProbe, afterId: number): Promise<number[] | undefined> {
  const ids = await probe(afterId);
  return ids && [...new Set(ids)];
}

function isAscending(ids: number[]): boolean {
  return ids.every((id, at) => at === 0 || id > (ids[at - 1] ?? -Infinity));
}
