import type { Backup } from '../../backups/backup.ts';
import type { RunId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import type { RestoreInput } from '../../restores/restore-input.ts';
import { newRunId } from '../../runs/new-run-id.ts';
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

/** Queues a run that reads a backup and its destination. */
export function queueRestoreRun<Checkpoint, Result>(
  runs: Pick<RunStore, 'enqueue'>,
  { kind, backup, input, by, of }: NewRestoreRun<Checkpoint, Result>,
): Promise<Run<RestoreInput, Checkpoint, Result>> {
  return runs.enqueue({
    id: newRunId(),
    tenantId: backup.tenantId,
    kind,
    backupId: backup.id,
    catalogId: backup.catalogId,
    input,
    of,
    trigger: 'manual',
    requestedBy: by,
  });
}
