import { orAbsent } from '../../kernel/errors.ts';
import type { RunId, TenantId } from '../../kernel/ids.ts';
import { queueOnce } from '../../runs/ask-for-run.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { isOpen } from '../../runs/run.ts';
import type { BackupStore } from '../backup-store.ts';
import { changePart } from '../held-part.ts';
import { partKind } from './part-kind.ts';

export interface QueueNextPartDeps {
  backups: Pick<BackupStore, 'get' | 'changeParts'>;
  runs: Pick<RunStore, 'enqueue' | 'getOf' | 'lastAsked' | 'countOpen' | 'find'>;
}

/**
 * Queues the run for the next part of a backup that waits to be read, unless one is being read:
 * parts of a backup are read one after the other. Repeatable; a backup that is deleted or being
 * deleted is left alone.
 */
export async function queueNextPart(
  { backups, runs }: QueueNextPartDeps,
  tenantId: TenantId,
  backupId: RunId,
): Promise<void> {
  const backup = await orAbsent(backups.get(tenantId, backupId));
  if (!backup || backup.deleteRequested || backup.binned) return;
  const next = backup.parts.find(({ status }) => status === 'queued');
  if (!next) return;
  const known = backup.parts.flatMap(({ run }) => run ?? []);
  if ((await runs.find(tenantId, known)).some(isOpen)) return;
  const run = await queueOnce(runs, {
    tenantId,
    kind: partKind,
    input: { part: next.name },
    backupId,
    catalogId: backup.catalogId,
    requestedBy: backup.requestedBy,
  });
  const named = backups.changeParts(tenantId, backupId, ({ parts }) => {
    const changed = changePart(parts, next.name, (part) =>
      part.status === 'queued' ? { ...part, run: run.id } : undefined,
    );
    return changed && { parts: changed };
  });
  await orAbsent(named);
}
