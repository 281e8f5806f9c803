import { inTurns, mapped } from '../../../kernel/loops/steps.ts';
import type { BackupReader } from '../../../storages/records/backup-reader.ts';
import { historyKey, StoredChange, StoredHistory } from '../../parts/history/history-record.ts';

export type HistoryLine = StoredChange;

/** Which changes of an object are wanted; empty: all. */
export interface WantedHistory {
  person: string;
  attribute: string;
}

export interface ObjectHistory {
  /** The newest first. */
  entries: HistoryLine[];
  /** All of them, whatever is wanted. */
  total: number;
  /** What there is to choose from, by name. */
  people: { key: string; name: string }[];
  attributes: string[];
}

/** The history of an object; undefined where the backup doesn't have it. @throws Damaged */
export async function readObjectHistory(
  reader: BackupReader,
  object: { typeId: string; id: string },
  { person, attribute }: WantedHistory,
): Promise<ObjectHistory | undefined> {
  const [record] = await reader.getMany([historyKey(object)]);
  if (!record) return undefined;
  const stored = StoredHistory.parse(record.body).entries;
  const entries = await inTurns(mapped(stored, (each) => StoredChange.parse(each)));
  const people = new Map(entries.map(({ actor }) => [actor.key, actor]));
  const attributes = new Set(entries.map((entry) => entry.attribute).filter((name) => name !== ''));
  return {
    entries: entries
      .filter(({ actor }) => person === '' || actor.key === person)
      .filter((entry) => attribute === '' || entry.attribute === attribute)
      .toReversed(),
    total: entries.length,
    people: [...people.values()].toSorted((a, b) => compareNames(a.name, b.name)),
    attributes: [...attributes].toSorted(compareNames),
  };
}

const compareNames = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
