import { NotFound } from '../kernel/errors.ts';
import type { RunId, TenantId } from '../kernel/ids.ts';
import type { Person } from '../kernel/person.ts';
import { isOfKind, type RunKind } from '../runs/run-kind.ts';
import type { RunStore } from '../runs/run-store.ts';
import type { Run } from '../runs/run.ts';
import type { CatalogStore } from './catalog-store.ts';

/**
 * Asks a run to end, if it is of one of these kinds. One that had not begun ends at once and gives
 * back the schema that it occupies. @throws NotFound
 */
export async function stopRun(
  { runs, catalog }: { runs: RunStore; catalog: CatalogStore },
  kinds: readonly RunKind[],
  { tenantId, id, by }: { tenantId: TenantId; id: RunId; by: Person },
): Promise<Run> {
  const run = await runs.get(tenantId, id);
  const kind = kinds.find((each) => isOfKind(run, each));
  if (!kind) throw new NotFound();
  const stopped = await runs.requestCancel(tenantId, id, by);
  const occupied = kind.occupies?.(run);
  if (stopped.state !== 'running' && occupied) await catalog.vacate(tenantId, occupied, id);
  return stopped;
}
