import type { RunId } from '../kernel/ids.ts';
import type { Backup } from './backup.ts';

/**
 * What lists of a schema's backups, retention and copying need to know about each of them: little
 * enough to be read of thousands at once.
 */
export interface BackupOutline extends Pick<
  Backup,
  | 'id'
  | 'sequence'
  | 'createdAt'
  | 'completedAt'
  | 'trigger'
  | 'storageId'
  | 'contentBytes'
  | 'storedBytes'
  | 'hold'
  | 'binned'
> {
  /** Something is using it. */
  isPinned: boolean;
  /** Its last Verify found no damage, and none was found since. */
  isVerified: boolean;
  /** Its last Verify found damage, or some was found since. */
  isDamaged: boolean;
  /** For a copy: the backup that a person or a schedule requested. */
  original?: RunId | undefined;
}

type Ordered = Pick<BackupOutline, 'sequence' | 'createdAt'>;
type Sameness = Pick<BackupOutline, 'id' | 'original'>;

/** Whether it is on the list of available backups: it is not in the bin. */
export const isListed = ({ binned }: Pick<BackupOutline, 'binned'>): boolean =>
  binned === undefined;

/** Orders them by when they were requested, the oldest first. */
export const compareAge = (a: Ordered, b: Ordered): number =>
  (a.sequence ?? -1) - (b.sequence ?? -1) || a.createdAt.getTime() - b.createdAt.getTime();

/** Whether two are the same backup, in whatever storages. */
export const isSameBackup = (a: Sameness, b: Sameness): boolean =>
  (a.original ?? a.id) === (b.original ?? b.id);

/** Each backup once, in the order given: a copy only where what it is a copy of is not there. */
export function eachOnce<B extends Sameness>(backups: readonly B[]): B[] {
  const once = new Map<RunId, RunId>();
  for (const { id, original } of backups)
    if (original === undefined || !once.has(original)) once.set(original ?? id, id);
  const kept = new Set(once.values());
  return backups.filter(({ id }) => kept.has(id));
}

/**
 * The backup in a storage that shares most with another: the last one before it, else the first one
 * after it.
 */
export function nearestBase<B extends Ordered>(
  there: readonly B[],
  backup: Ordered,
): B | undefined {
  const oldestFirst = there.toSorted(compareAge);
  const before = oldestFirst.filter((each) => compareAge(each, backup) <= 0);
  return before.at(-1) ?? oldestFirst[0];
}
