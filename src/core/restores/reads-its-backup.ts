import type { RunId } from '../kernel/ids.ts';
import type { Run } from '../runs/run.ts';

/** A restore, the making of its plan and its check read one backup, and pin it. */
export const readsItsBackup = ({ backupId }: Run): readonly RunId[] =>
  backupId === undefined ? [] : [backupId];
