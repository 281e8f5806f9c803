import { orAbsent, Unavailable } from '../../kernel/errors.ts';
import type { RunId, TenantId } from '../../kernel/ids.ts';
import type { RunStore } from '../../runs/run-store.ts';
import { isOpen, type Run } from '../../runs/run.ts';
import type { Backup } from '../backup.ts';
import type { BackupStore } from '../backup-store.ts';

export interface ClaimDoomedDeps {
  backups: BackupStore;
  runs: RunStore;
}

type FindTheseDeps = Pick<ClaimDoomedDeps, 'backups'>;

/** The run that deletes. */
export type Deletion = Pick<Run, 'id' | 'tenantId'>;

/**
 * Claims backups for the run that deletes them, so that nothing else deletes them or puts them back
 * meanwhile. Returns those that it has now: without what is gone, or was put back. Repeatable.
 * @throws Unavailable `backup-in-use` while another run uses or deletes one of them: then this one
 * has none
 */
export async function claimDoomed(
  deps: ClaimDoomedDeps,
  run: Deletion,
  ids: readonly RunId[],
): Promise<Backup[]> {
  const { backups } = deps;
  const { id: by, tenantId } = run;
  const { open, ended } = await othersOf(deps, run, await findThese(deps, tenantId, ids));
  for (const pin of ended) await backups.unpin(tenantId, pin);
  if (open.length === 0) await backups.claimDeletion(tenantId, ids, { by, ended });
  const found = await findThese(deps, tenantId, ids);
  const isLate = found.some(({ deletedBy = by }) => deletedBy !== by);
  if (open.length === 0 && !isLate) return found.filter(({ deletedBy }) => deletedBy === by);
  await backups.releaseDeletion(tenantId, ids, by);
  throw new Unavailable('backup-in-use', 'The backup is still in use.', { retryAfterMs: 0 });
}

/** Claims as many of these as no other run has. Repeatable. */
export async function claimAlong(
  deps: FindTheseDeps,
  { id: by, tenantId }: Deletion,
  ids: readonly RunId[],
): Promise<Backup[]> {
  await deps.backups.claimDeletion(tenantId, ids, { by, ended: [] });
  return (await findThese(deps, tenantId, ids)).filter(({ deletedBy }) => deletedBy === by);
}

/** Those that are there. @throws Damaged when one of them can't be read */
export async function findThese(
  { backups }: FindTheseDeps,
  tenantId: TenantId,
  ids: readonly RunId[],
): Promise<Backup[]> {
  const found = await backups.find(tenantId, ids);
  // The error says which one it is, and why.
  if (found.unreadable > 0) for (const id of ids) await orAbsent(backups.get(tenantId, id));
  return found.backups;
}

/** Other runs that have pinned or claimed one of them, and those of these that have ended. */
async function othersOf(
  { runs }: ClaimDoomedDeps,
  { id, tenantId }: Deletion,
  backups: readonly Backup[],
): Promise<{ open: RunId[]; ended: RunId[] }> {
  const named = backups.flatMap(({ pins, deletedBy }) => [...pins, ...[deletedBy ?? []].flat()]);
  const others = [...new Set(named)].filter((each) => each !== id);
  if (others.length === 0) return { open: [], ended: [] };
  const open = (await runs.find(tenantId, others)).filter(isOpen).map((run) => run.id);
  return { open, ended: others.filter((each) => !open.includes(each)) };
}
