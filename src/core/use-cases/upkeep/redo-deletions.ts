import type { Backup } from '../../backups/backup.ts';
import type { BackupStore } from '../../backups/backup-store.ts';
import { deleteBackupKind } from '../../backups/delete/delete-backup.ts';
import { deleteSchemaKind } from '../../backups/delete/delete-schema.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import type { TenantId } from '../../kernel/ids.ts';
import type { Person } from '../../kernel/person.ts';
import { workThrough, type Round } from '../../kernel/loops/work-through.ts';
import { askKey, queueOnce } from '../../runs/ask-for-run.ts';
import { isOfKind } from '../../runs/run-kind.ts';
import type { RunStore } from '../../runs/run-store.ts';
import type { Run } from '../../runs/run.ts';

export interface RedoDeletionsDeps {
  clock: Clock;
  backups: BackupStore;
  runs: RunStore;
}

/** A deletion that failed is asked for again after this long, ms. */
const RETRY_MS = 600_000;
const SERVICE: Person = { accountId: '', name: 'Backup service' };

type Doomed = Pick<Backup, 'id' | 'tenantId' | 'catalogId'>;

/**
 * Queues the deletion of backups that are off the lists while nothing deletes them: a crash between
 * two writes, or a deletion that failed half-way. Repeatable, by several at once.
 */
export async function redoDeletions(deps: RedoDeletionsDeps): Promise<Round> {
  const openRuns = new Map<TenantId, Promise<Run[]>>();
  return workThrough(await deps.backups.doomed(), {
    nameOf: ({ id }) => `backup ${id}`,
    work: async (backup) => {
      const { tenantId } = backup;
      const open = openRuns.get(tenantId) ?? deps.runs.open(tenantId);
      openRuns.set(tenantId, open);
      return !isInHand(backup, await open) && redo(deps, backup);
    },
  });
}

const isInHand = ({ id, catalogId }: Doomed, open: readonly Run[]): boolean =>
  open.some(
    (run) =>
      (isOfKind(run, deleteBackupKind) && run.backupId === id) ||
      (isOfKind(run, deleteSchemaKind) && run.catalogId === catalogId),
  );

async function redo({ clock, runs }: RedoDeletionsDeps, backup: Doomed): Promise<boolean> {
  const { tenantId, catalogId, id: backupId } = backup;
  const wish = { tenantId, kind: deleteBackupKind, catalogId, backupId, input: undefined };
  const last = await runs.lastAsked(tenantId, askKey(wish));
  const sinceMs = clock.now() - (last?.endedAt?.getTime() ?? -Infinity);
  if (last?.state === 'failed' && sinceMs >= 0 && sinceMs < RETRY_MS) return false;
  await queueOnce(runs, { ...wish, requestedBy: SERVICE });
  return true;
}
