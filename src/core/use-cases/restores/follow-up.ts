import type { Backup } from '../../backups/backup.ts';
import type { BackupStore } from '../../backups/backup-store.ts';
import type { TenantId } from '../../kernel/ids.ts';
import { restoreKind, type RestoreRun } from '../../restores/restore-kind.ts';
import { resultOf } from '../../runs/run-fields.ts';
import type { RunStore } from '../../runs/run-store.ts';

/** Restores of a schema that are looked through for a later one. */
const LOOKED_THROUGH = 50;

/** What there is to carry over after a restore. */
export interface FollowUp {
  /** The newest backup of the schema that was restored; undefined once all were deleted. */
  newest: Backup | undefined;
  /** The last complete restore into the same schema: this one, or one that followed it. */
  last: RestoreRun;
}

/** The newest backup of the schema that a restore was from, if there is one. */
export async function newestBackup(
  backups: Pick<BackupStore, 'newest'>,
  { tenantId, catalogId }: Pick<RestoreRun, 'tenantId' | 'catalogId'>,
): Promise<Backup | undefined> {
  if (catalogId === undefined) return undefined;
  const [newest] = await backups.newest(tenantId, catalogId, 1);
  return newest;
}

/** Of a restore that is complete. */
export async function findFollowUp(
  { backups, runs }: { backups: Pick<BackupStore, 'newest'>; runs: Pick<RunStore, 'newest'> },
  restore: RestoreRun,
): Promise<FollowUp> {
  const { tenantId, catalogId } = restore;
  const later = catalogId === undefined ? [] : await listRestores(runs, { tenantId, catalogId });
  const last = later.find((each) => isInto(each, restore)) ?? restore;
  return { newest: await newestBackup(backups, restore), last };
}

function listRestores(
  runs: Pick<RunStore, 'newest'>,
  { tenantId, catalogId }: { tenantId: TenantId; catalogId: NonNullable<RestoreRun['catalogId']> },
): Promise<RestoreRun[]> {
  return runs.newest(tenantId, LOOKED_THROUGH, { kind: restoreKind, catalogId });
}

const isInto = (later: RestoreRun, restore: RestoreRun): boolean =>
  later.state === 'complete' &&
  later.input.siteId === restore.input.siteId &&
  resultOf(later).schemaId === resultOf(restore).schemaId;
