import type { Run } from '../runs/run.ts';
import type { BackupFacts } from './backup.ts';

/** The facts of a complete backup. They were written by this service, in one piece, when the backup was finished. */
export function backupFacts(backup: Run): BackupFacts {
  return backup.result as unknown as BackupFacts;
}

/** The name of the schema at the time of the backup: what must be typed to delete it. */
export function backupName(backup: Run): string {
  return backupFacts(backup).schemaName;
}
