import { ProductError } from '../../../../src/core/kernel/errors.ts';
import type { RunId } from '../../../../src/core/kernel/ids.ts';
import type { Run } from '../../../../src/core/runs/run.ts';
import type { RestoreRig } from '../restore-rig.ts';
import { claimRun, handlerOf, workRun } from './work-run.ts';

/**
 * Works a restore as the worker does, and lets it go on as often as it fails. Tells how it failed.
 */
export async function resumeToTheEnd(
  rig: RestoreRig,
  restoreId: RunId,
  maxFailures = 5,
): Promise<{ run: Run; failures: string[] }> {
  const failures: string[] = [];
  for (;;) {
    const lease = await claimRun(rig, 'restore');
    const handler = handlerOf(rig, 'restore');
    try {
      await workRun(lease, handler);
      return { run: await rig.stores.runs.get(rig.tenant, restoreId), failures };
    } catch (error) {
      if (!(error instanceof ProductError) || failures.length >= maxFailures) throw error;
      failures.push(error.message);
      await lease.finish({ state: 'failed', errorCode: error.code, message: error.message });
      await handler.settle?.(lease.run);
      await rig.restores.resume(rig.tenant, restoreId, rig.by);
    }
  }
}
