import type { RunId } from '../kernel/ids.ts';

/** What copying needs to know about a listed backup of a schema. */
export interface CopyableBackup {
  id: RunId;
  sequence?: number | undefined;
  createdAt: Date;
  storageId: string;
  /** Of all records before compression, bytes. */
  contentBytes: number;
  /** For a copy: the backup that a person or a schedule requested. */
  original?: RunId | undefined;
}

type Ordered = Pick<CopyableBackup, 'sequence' | 'createdAt'>;

/** Orders them by when they were requested. */
export const compareAge = (a: Ordered, b: Ordered): number =>
  (a.sequence ?? -1) - (b.sequence ?? -1) || a.createdAt.getTime() - b.createdAt.getTime();

/** Whether two are the same backup, in whatever storages. */
export const isSameBackup = (a: Sameness, b: Sameness): boolean =>
  (a.original ?? a.id) === (b.original ?? b.id);
type Sameness = Pick<CopyableBackup, 'id' | 'original'>;

/**
 * The backup in a storage that shares most with another: the last one before it, else the first one
 * after it.
 */
export function nearestBase(
  there: readonly CopyableBackup[],
  backup: Ordered,
): CopyableBackup | undefined {
  const oldestFirst = there.toSorted(compareAge);
  const before = oldestFirst.filter((each) => compareAge(each, backup) <= 0);
  return before.at(-1) ?? oldestFirst[0];
}
