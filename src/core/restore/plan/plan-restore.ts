import type { BackupVault } from '../../backup/vault.ts';
import { backupFacts } from '../../backup/backup-name.ts';
import { getBackup } from '../../backup/backups.ts';
import type { Clock } from '../../clock.ts';
import type { JsonValue } from '../../json.ts';
import { keepReporting } from '../../job/keep-reporting.ts';
import { ProgressMeter } from '../../job/progress-meter.ts';
import type { RunHandler, RunOutcome } from '../../job/run-handler.ts';
import type { Run, RunLease, RunStore } from '../../job/run.ts';
import type { TargetAccess } from '../destination/target-access.ts';
import { compareExisting } from '../objects/compare-existing.ts';
import type { RestoreStore } from '../report/restore-lines.ts';
import { inputOf } from '../restore-input.ts';
import { openSite } from '../restore-site.ts';
import { targetOf } from '../restores.ts';
import { attributeTargets } from '../value-maps.ts';
import { findConflicts } from './find-conflicts.ts';
import { makePlan } from './make-plan.ts';

export interface RestoreDeps { clock: Clock; runs: RunStore; vault: BackupVault; access: TargetAccess; restores: RestoreStore }

/** The run that makes a plan: reads backup and destination, and writes nothing. */
export class PlanRestore implements RunHandler {
  readonly kind = 'restore-plan';
  readonly #deps: RestoreDeps;

  constructor(deps: RestoreDeps) {
    this.#deps = deps;
  }

  async work(lease: RunLease): Promise<RunOutcome> {
    const { clock, runs, vault, access, restores } = this.#deps;
    const { run, signal } = lease;
    const { people: _reviewed, ...input } = inputOf(run);
    const backup = await getBackup(runs, run.tenantId, run.backupId!);
    await runs.pin(run.tenantId, backup.id, run.id);
    const meter = new ProgressMeter(clock, 'Connecting to the destination');
    const reporting = keepReporting(lease, meter, clock);
    try {
      const { target } = await access.open(run.tenantId, targetOf(input), { onWait: (wait) => meter.wait(wait) });
      const reader = await vault.openReader(run.tenantId, backupFacts(backup).storageId, backup.id);
      const pace = { signal, clock };
      const site = await openSite({ tenantId: run.tenantId, runId: run.id, input, reader, target, restores, meter, pace });
      const attributes = attributeTargets(site, (attribute) => `new ${attribute.id}`, { makesType: (id) => site.source.types.some((type) => type.id === id) && !site.match.types.has(id), changesDefinitions: input.changeDefinitions });
      meter.set({ step: 'Comparing objects' });
      await compareExisting({ site, reader, target, attributes, input, pace });
      meter.set({ step: 'Looking for values that would be refused' });
      const { conflicts, count } = await findConflicts({ reader, site, attributes, input, signal });
      const objectTotal = await target.objectTotal(signal).catch(() => undefined); // a figure beside the plan, not a reason to have none
      return { result: makePlan(site, input, { backup, objectTotal, conflicts, conflictCount: count }) as unknown as JsonValue };
    } finally {
      reporting.stop();
    }
  }

  async settle(run: Run): Promise<void> {
    if (run.backupId) await this.#deps.runs.unpin(run.tenantId, run.backupId, run.id);
  }
}
