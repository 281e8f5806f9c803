import { NotFound } from '../kernel/errors.ts';
import type { RunId, TenantId } from '../kernel/ids.ts';
import type { Run, RunStore } from '../runs/run.ts';

/** @throws NotFound when it is another tenant's, no backup, not complete or being deleted */
export async function getBackup(runs: RunStore, tenantId: TenantId, backupId: RunId): Promise<Run> {
  const run = await runs.get(tenantId, backupId);
  if (run.kind !== 'backup' || run.state !== 'complete' || run.deleteRequested)
    throw new NotFound('This backup does not exist any more. Reload the page.');
  return run;
}
