import type { CatalogStore } from './catalog-store.ts';
import { orAbsent } from '../kernel/errors.ts';
import type { CatalogId, TenantId } from '../kernel/ids.ts';
import type { RunStore } from '../runs/run-store.ts';
import { isOpen, type Run } from '../runs/run.ts';

/**
 * The open run that occupies a schema; undefined if it has ended, or isn't queued yet. @throws
 * NotFound
 */
export async function findOccupant(
  { catalog, runs }: { catalog: Pick<CatalogStore, 'get'>; runs: Pick<RunStore, 'get'> },
  tenantId: TenantId,
  catalogId: CatalogId,
): Promise<Run | undefined> {
  const { activeRunId } = await catalog.get(tenantId, catalogId);
  const run = activeRunId && (await orAbsent(runs.get(tenantId, activeRunId)));
  return run && isOpen(run) ? run : undefined;
}
