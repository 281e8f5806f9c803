import { counted } from '../../kernel/counted.ts';
import { z } from 'zod';
import { Refused } from '../../kernel/errors.ts';
import type { RunId } from '../../kernel/ids.ts';
import { ProgressMeter } from '../../runs/progress-meter.ts';
import type { RunHandler, RunOutcome } from '../../runs/run-handler.ts';
import { NOTHING } from '../../runs/run-fields.ts';
import type { RunKind, RunOf } from '../../runs/run-kind.ts';
import type { RunLease } from '../../runs/run-lease.ts';
import { getBackup } from '../get-backup.ts';
import { noteDamagedPacks, type NoteDamageDeps } from '../keep/note-damage.ts';
import { refreshBackupFacts } from '../keep/refresh-backup-facts.ts';

const MAX_LISTED = 200;

const VerifyResult = z.object({
  records: z.number(),
  bytes: z.number(),
  /** How many parts are damaged. */
  damage: z.number(),
});
type VerifyResult = z.infer<typeof VerifyResult>;

export const verifyKind: RunKind<undefined, undefined, VerifyResult> = {
  name: 'verify',
  input: NOTHING,
  checkpoint: NOTHING,
  result: { schema: VerifyResult },
  shown: { title: 'verification' },
  reads: ({ backupId }) => (backupId ? [backupId] : []),
};
type VerifyRun = RunOf<typeof verifyKind>;

export type VerifyBackupDeps = NoteDamageDeps;

/**
 * The run that reads a whole backup back and notes, with the date, whether it is sound or what is
 * damaged.
 */
export class VerifyBackup implements RunHandler<undefined, undefined, VerifyResult> {
  readonly kind = verifyKind;
  readonly #deps: VerifyBackupDeps;

  constructor(deps: VerifyBackupDeps) {
    this.#deps = deps;
  }

  async work(
    lease: RunLease<undefined, undefined, VerifyResult>,
  ): Promise<RunOutcome<VerifyResult>> {
    const { run, signal } = lease;
    const { clock, backups, storages } = this.#deps;
    const backup = await getBackup(backups, run.tenantId, backupOf(run));
    await backups.pin(run.tenantId, backup.id, run.id);
    const meter = new ProgressMeter(clock, 'Verifying every byte');
    const { damage, packs, records, bytes } = await storages
      .open(run.tenantId, backup.storageId)
      .verify(backup, {
        signal,
        onProgress: ({ done, total }) => {
          meter.set({ done, total });
          void lease.report(meter.progress).catch(() => undefined); // progress is best effort
        },
      });
    const verified = {
      at: new Date(clock.now()),
      ok: damage.length === 0,
      damage: damage.slice(0, MAX_LISTED),
    };
    await backups.setVerified(run.tenantId, backup.id, verified);
    await noteDamagedPacks(this.#deps, backup, packs);
    return {
      message: verified.ok
        ? `${counted(records, 'record')} verified. No damage found.`
        : `${counted(damage.length, 'damaged part')} found. Take a new backup: it won't reuse damaged data.`,
      result: { records, bytes, damage: damage.length },
    };
  }

  async settle(run: VerifyRun): Promise<void> {
    await this.#deps.backups.unpin(run.tenantId, run.id);
    if (run.catalogId) await refreshBackupFacts(this.#deps, run.tenantId, run.catalogId);
  }
}

function backupOf(run: VerifyRun): RunId {
  if (!run.backupId) throw new Refused('no-backup', "This run doesn't name a backup.");
  return run.backupId;
}
