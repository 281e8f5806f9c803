import type { SiteId, TenantId } from '../kernel/ids.ts';
import type { RunStore } from '../runs/run.ts';
import { inputOf } from './restore-input.ts';

/** Whether an open restore writes to that target instance. */
export async function targetInUse(
  runs: Pick<RunStore, 'open'>,
  tenantId: TenantId,
  id: SiteId,
): Promise<boolean> {
  return (await runs.open(tenantId)).some(
    (run) => run.kind === 'restore' && inputOf(run).siteId === id,
  );
}
