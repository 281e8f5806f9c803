import type { BackupFacts, CatalogStore, RecentBackup } from '../../catalog/catalog-store.ts';
import type { CatalogId, RunId, TenantId } from '../../kernel/ids.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { backupKind, type BackupRun } from '../backup-kind.ts';
import { eachOnce, isListed, type BackupOutline } from '../backup-outline.ts';
import { isIncomplete, isVerified, type Backup } from '../backup.ts';
import type { BackupStore } from '../backup-store.ts';

/** Ends of backups that the catalog keeps of each schema: a month of several a day. */
const MAX_RECENT = 100;
const MAX_DAMAGED = 5;
const idOf = ({ id }: BackupOutline): RunId => id;
const named = ({ id, completedAt }: BackupOutline) => ({ backupId: id, completedAt });

interface RefreshDeps {
  backups: BackupStore;
  runs: RunStore;
  catalog: CatalogStore;
}

/**
 * Derives what the grid says of a schema from its backups and from the runs that failed, and writes
 * it. Repeatable, also by several at once.
 */
export async function refreshBackupFacts(
  deps: RefreshDeps,
  tenantId: TenantId,
  catalogId: CatalogId,
): Promise<void> {
  await deps.catalog.setBackupFacts(tenantId, catalogId, () =>
    deriveBackupFacts(deps, tenantId, catalogId),
  );
}

async function deriveBackupFacts(
  deps: Pick<RefreshDeps, 'backups' | 'runs'>,
  tenantId: TenantId,
  catalogId: CatalogId,
): Promise<BackupFacts> {
  const [{ backups, unreadable }, failed] = await Promise.all([
    deps.backups.outlines(tenantId, catalogId),
    deps.runs.newest(tenantId, MAX_RECENT, {
      kind: backupKind,
      catalogId,
      states: ['failed'],
      withoutResults: true,
    }),
  ]);
  const listed = backups.filter(isListed);
  const [newest] = (await deps.backups.find(tenantId, listed.slice(0, 1).map(idOf))).backups;
  const damaged = listed.filter(({ isDamaged }) => isDamaged);
  return {
    backupCount: listed.length + unreadable,
    ...factsOf(newest),
    lastError: errorAfter(newest, failed[0]),
    storedBytes: backups.reduce((sum, { storedBytes }) => sum + storedBytes, 0),
    recent: recentOf(eachOnce(backups), failed),
    damaged: damaged.length > 0 ? damaged.slice(0, MAX_DAMAGED).map(named) : undefined,
  };
}

function factsOf(newest: Backup | undefined): Partial<BackupFacts> {
  if (!newest) return {};
  return {
    lastBackupAt: newest.completedAt,
    lastBackupId: newest.id,
    lastBackupIncomplete: isIncomplete(newest) || undefined,
    lastBackupVerified: isVerified(newest) || undefined,
  };
}

function errorAfter(
  newest: Backup | undefined,
  failed: BackupRun | undefined,
): BackupFacts['lastError'] {
  const at = failed?.endedAt;
  if (!failed || !at || (newest && !isLater(failed, newest))) return undefined;
  return {
    runId: failed.id,
    message: failed.message ?? 'The backup failed.',
    at,
    code: failed.errorCode,
  };
}

/** Whether a run that failed came after a backup; by dates only where neither has a number. */
function isLater({ sequence, endedAt }: BackupRun, backup: Backup): boolean {
  if (sequence === undefined && backup.sequence === undefined)
    return endedAt !== undefined && endedAt > backup.completedAt;
  return (sequence ?? 0) > (backup.sequence ?? 0);
}

function recentOf(
  complete: readonly BackupOutline[],
  failed: readonly BackupRun[],
): RecentBackup[] {
  const good = complete.map(({ completedAt, trigger, storedBytes }) => ({
    at: completedAt,
    outcome: 'good' as const,
    trigger,
    storedBytes,
  }));
  const bad = failed.flatMap(({ endedAt, trigger }) =>
    endedAt ? [{ at: endedAt, outcome: 'failed' as const, trigger, storedBytes: 0 }] : [],
  );
  return [...good, ...bad].toSorted((a, b) => b.at.getTime() - a.at.getTime()).slice(0, MAX_RECENT);
}
