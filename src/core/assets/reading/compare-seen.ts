import { elementAt } from '../../kernel/collections/element-at.ts';
import type { SeenObjects } from './seen-objects.ts';

export interface SeenDifference {
  /** In the census, but not read, or read in an older version. */
  toFetch: string[];
  /** Read, but not in the census. */
  toConfirm: string[];
}

type IsChanged = (updated: number, censusUpdated: number) => boolean;

/**
 * Compares what was read with a census. An object with an unknown update time counts as changed if
 * the census dates it at or after `unknownSince` (ms).
 */
export function compareSeen(
  read: SeenObjects,
  census: SeenObjects,
  unknownSince: number,
): SeenDifference {
  const isChanged: IsChanged = (updated, censusUpdated) =>
    Number.isNaN(updated) ? censusUpdated >= unknownSince : censusUpdated !== updated;
  const difference = compareSorted(read, census, isChanged);
  for (const id of read.large.keys()) if (!census.large.has(id)) difference.toConfirm.push(id);
  for (const [id, censusUpdated] of census.large) {
    const updated = read.large.get(id);
    if (updated === undefined || isChanged(updated, censusUpdated)) difference.toFetch.push(id);
  }
  return difference;
}

function compareSorted(
  read: SeenObjects,
  census: SeenObjects,
  isChanged: IsChanged,
): SeenDifference {
  const difference: SeenDifference = { toFetch: [], toConfirm: [] };
  const [readIds, censusIds] = [read.ids, census.ids];
  const [readUpdates, censusUpdates] = [read.updates, census.updates];
  let at = 0;
  let censusAt = 0;
  while (at < readIds.length || censusAt < censusIds.length) {
    const id = readIds[at] ?? Infinity;
    const censusId = censusIds[censusAt] ?? Infinity;
    if (id < censusId) difference.toConfirm.push(String(id));
    else if (censusId < id) difference.toFetch.push(String(censusId));
    else if (isChanged(elementAt(readUpdates, at), elementAt(censusUpdates, censusAt)))
      difference.toFetch.push(String(censusId));
    if (id <= censusId) at += 1;
    if (censusId <= id) censusAt += 1;
  }
  return difference;
}
