import { backupKind } from '../../backups/backup-kind.ts';
import type { CatalogStore } from '../../catalog/catalog-store.ts';
import { Conflict } from '../../kernel/errors.ts';
import type { SiteId, TenantId } from '../../kernel/ids.ts';
import { isOfKind } from '../../runs/run-kind.ts';
import type { RunKinds } from '../../runs/run-kinds.ts';
import type { RunStore } from '../../runs/run-store.ts';
import type { ScheduleStore } from '../../schedules/schedule.ts';
import { stopSchedules } from '../../schedules/stop-schedules.ts';

interface Deps {
  catalog: Pick<CatalogStore, 'all' | 'setConnected'>;
  runs: Pick<RunStore, 'open'>;
  runKinds: RunKinds;
  schedules: ScheduleStore;
}

/**
 * Stops the schedules of a source that was disconnected, and hides its schemas. Should it end
 * half-way: a schedule that comes due without a connection switches itself off.
 */
export async function leaveSource(
  { catalog, schedules }: Pick<Deps, 'catalog' | 'schedules'>,
  tenantId: TenantId,
  id: SiteId,
): Promise<void> {
  const schemas = await catalog.all(tenantId, id);
  const catalogIds = schemas.map((schema) => schema.id);
  await stopSchedules(schedules, tenantId, catalogIds);
  await catalog.setConnected(tenantId, id, false);
}

/**
 * That nothing needs the connection to a source: of all that needs any, only a backup is known to
 * read no other site than its own. @throws Conflict `work-in-hand`
 */
export async function assertIdle(
  { catalog, runs, runKinds }: Pick<Deps, 'catalog' | 'runs' | 'runKinds'>,
  tenantId: TenantId,
  id: SiteId,
): Promise<void> {
  const open = await runs.open(tenantId);
  const needing = open.filter((run) => runKinds.of(run)?.needsConnection);
  if (needing.length === 0) return;
  const own = new Set((await catalog.all(tenantId, id)).map((schema) => schema.id));
  const isOfAnother = needing.every(
    (run) => isOfKind(run, backupKind) && run.catalogId !== undefined && !own.has(run.catalogId),
  );
  if (!isOfAnother)
    throw new Conflict(
      'work-in-hand',
      'A backup, restore or sync is running. Wait for it to finish, or stop it first.',
    );
}
