import type { Backup } from '../../backups/backup.ts';
import type { RunId } from '../../kernel/ids.ts';
import { asJson } from '../../kernel/json.ts';
import type { Person } from '../../kernel/person.ts';
import { newRunId } from '../../runs/new-run-id.ts';
import type { Run, RunStore } from '../../runs/run.ts';
import type { RestoreInput } from '../../restores/restore-input.ts';

interface RestoreRun {
  kind: 'restore-plan' | 'restore' | 'restore-check';
  backup: Backup;
  input: RestoreInput;
  by: Person;
  /** Of a check: the restore. */
  of?: RunId;
}

/** Queues a run that reads a backup and its destination. */
export function queueRestoreRun(
  runs: Pick<RunStore, 'enqueue'>,
  { kind, backup, input, by, of }: RestoreRun,
): Promise<Run> {
  return runs.enqueue({
    id: newRunId(),
    tenantId: backup.tenantId,
    kind,
    backupId: backup.id,
    catalogId: backup.catalogId,
    input: asJson(input),
    ...(of ? { of } : {}),
    trigger: 'manual',
    requestedBy: by,
  });
}
