import { Conflict, orAbsent } from '../../kernel/errors.ts';
import { runId } from '../../kernel/ids.ts';
import type { BackupRun, BackupScope } from '../backup-kind.ts';
import type { BackupStore } from '../backup-store.ts';
import type { Backup } from '../backup.ts';
import { schemaOf } from './schema-of.ts';

/** The base that an earlier holder of the run pinned. */
export async function pinnedBase(
  backups: Pick<BackupStore, 'get'>,
  run: BackupRun,
  { baseId }: BackupScope,
): Promise<Backup | undefined> {
  if (baseId === null) return undefined;
  return orAbsent(backups.get(run.tenantId, runId(baseId)));
}

/**
 * Pins the newest complete backup of the schema in this storage, if there is one, so that it stays
 * while this run leans on it.
 */
export async function pinBase(
  backups: Pick<BackupStore, 'newest' | 'pin'>,
  run: BackupRun,
  storageId: string,
): Promise<Backup | undefined> {
  const [base] = await backups.newest(run.tenantId, schemaOf(run), 1, { storageId });
  if (!base) return undefined;
  try {
    await backups.pin(run.tenantId, base.id, run.id);
    return base;
  } catch (error) {
    // A full backup is taken instead.
    if (error instanceof Conflict && error.code === 'backup-being-deleted') return undefined;
    throw error;
  }
}
