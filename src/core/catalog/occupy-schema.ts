import type { CatalogStore } from './catalog-store.ts';
import { orAbsent } from '../kernel/errors.ts';
import type { CatalogId, RunId, TenantId } from '../kernel/ids.ts';
import { readOrMend } from '../runs/read-or-mend.ts';
import type { RunStore } from '../runs/run-store.ts';
import { isOpen } from '../runs/run.ts';

/**
 * Occupies the schema for a run that reads or writes it, also if its last run ended without
 * vacating it; true as well if this run occupies it already. A run that does not exist may be about
 * to be queued: housekeeping tells the two apart. @throws NotFound
 */
export async function occupySchema(
  { catalog, runs }: { catalog: CatalogStore; runs: RunStore },
  tenantId: TenantId,
  catalogId: CatalogId,
  id: RunId,
): Promise<boolean> {
  if (await catalog.occupy(tenantId, catalogId, id)) return true;
  const { activeRunId } = await catalog.get(tenantId, catalogId);
  if (activeRunId === id) return true;
  if (activeRunId && !(await hasEnded(runs, tenantId, activeRunId))) return false;
  // No holder: it was vacated meanwhile.
  if (activeRunId) await catalog.vacate(tenantId, catalogId, activeRunId);
  return catalog.occupy(tenantId, catalogId, id);
}

async function hasEnded(runs: RunStore, tenantId: TenantId, id: RunId): Promise<boolean> {
  const run = await orAbsent(readOrMend(runs, tenantId, id));
  return run !== undefined && !isOpen(run);
}
