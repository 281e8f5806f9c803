import { Damaged } from '../kernel/errors.ts';
import type { RunId, TenantId } from '../kernel/ids.ts';
import type { RunStore } from './run-store.ts';
import type { Run } from './run.ts';

/**
 * A run that something waits for. What was changed of it in the database is mended where no worker
 * will come across it. @throws NotFound; Damaged for one that is open
 */
export async function readOrMend(
  runs: Pick<RunStore, 'get' | 'mend'>,
  tenantId: TenantId,
  id: RunId,
): Promise<Run> {
  try {
    return await runs.get(tenantId, id);
  } catch (error) {
    if (!(error instanceof Damaged)) throw error;
    await runs.mend(tenantId, id);
    return runs.get(tenantId, id);
  }
}
