import type { BackupStore } from '../../backups/backup-store.ts';
import type { Backup } from '../../backups/backup.ts';
import type { RunId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import type { RestoreInput } from '../../restores/restore-input.ts';
import { Conflict } from '../../kernel/errors.ts';
import { askForRun } from '../../runs/ask-for-run.ts';
import type { RunKind } from '../../runs/run-kind.ts';
import type { RunStore } from '../../runs/run-store.ts';
import type { Run } from '../../runs/run.ts';

interface NewRestoreRun<Checkpoint, Result> {
  kind: RunKind<RestoreInput, Checkpoint, Result>;
  backup: Backup;
  input: RestoreInput;
  by: Person;
  /** Of a check: the restore. */
  of?: RunId;
}

/**
 * Queues a run that reads a backup and its destination; while one that does the same is open, that
 * one is returned. The backup is kept from being deleted until it has ended. @throws Conflict
 * `too-many-runs`
 */
export async function queueRestoreRun<Checkpoint, Result>(
  { runs, backups }: { runs: RunStore; backups: Pick<BackupStore, 'pin'> },
  { kind, backup, input, by, of }: NewRestoreRun<Checkpoint, Result>,
): Promise<Run<RestoreInput, Checkpoint, Result>> {
  const { tenantId, id: backupId, catalogId } = backup;
  const wish = { tenantId, kind, backupId, catalogId, input, of, requestedBy: by };
  const run = await askForRun(runs, wish);
  await backups.pin(tenantId, backupId, run.id).catch((error: unknown) => {
    // Deleted meanwhile: the run says so.
    if (!(error instanceof Conflict)) throw error;
  });
  return run;
}
