import { compareObjectIds } from '../../../core/assets/model/compare-object-ids.ts';

/** An entry of a list that a site keeps of an object. */
interface DatedEntry {
  id: string;
  created: string;
}

/**
 * The entries of a list, the oldest first, those of one moment by their ids. However a site orders
 * them, and whether or not it gives one twice, the same entries make the same list.
 */
export function oldestFirst<T extends DatedEntry>(entries: readonly T[]): T[] {
  const dated = entries.map((entry) => ({ entry, at: Date.parse(entry.created) || 0 }));
  const sorted = dated
    .sort((a, b) => a.at - b.at || compareEntries(a.entry, b.entry))
    .map(({ entry }) => entry);
  return sorted.filter((entry, place) => !isGivenAgain(entry, sorted[place - 1]));
}

/** Ids that are numbers stand before all others; entries of one id are told apart by the rest. */
function compareEntries(a: DatedEntry, b: DatedEntry): number {
  if (a.id === b.id) return compareTexts(JSON.stringify(a), JSON.stringify(b));
  const [isNumber, isOther] = [IS_NUMBER.test(a.id), IS_NUMBER.test(b.id)];
  if (isNumber && isOther) return compareObjectIds(a.id, b.id);
  if (isNumber !== isOther) return isNumber ? -1 : 1;
  return compareTexts(a.id, b.id);
}

const IS_NUMBER = /^\d+$/;
const compareTexts = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** What has no id may well be the same twice. */
const isGivenAgain = (entry: DatedEntry, before: DatedEntry | undefined): boolean =>
  entry.id !== '' && entry.id === before?.id && JSON.stringify(entry) === JSON.stringify(before);
