import type { SiteId, TenantId } from '../kernel/ids.ts';
import { isOfKind } from '../runs/run-kind.ts';
import type { RunStore } from '../runs/run-store.ts';
import { restoreKind } from './restore-kind.ts';

/** Whether an open restore writes to that target instance. */
export async function targetInUse(
  runs: Pick<RunStore, 'open'>,
  tenantId: TenantId,
  id: SiteId,
): Promise<boolean> {
  return (await runs.open(tenantId)).some(
    (run) => isOfKind(run, restoreKind) && run.input.siteId === id,
  );
}
