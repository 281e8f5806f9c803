import type { Backup } from '../../backups/backup.ts';
import type { BackupStore } from '../../backups/backup-store.ts';
import { getBackup } from '../../backups/get-backup.ts';
import type { Pace } from '../../assets/reading/pace.ts';
import type { Storages } from '../../storages/storages.ts';
import type { BackupReader } from '../../storages/records/backup-reader.ts';
import { NotFound } from '../../kernel/errors.ts';
import { siteId } from '../../kernel/ids.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { keepReporting } from '../../runs/keep-reporting.ts';
import { ProgressMeter } from '../../runs/progress-meter.ts';
import type { RunOutcome } from '../../runs/run-handler.ts';
import type { RunLease } from '../../runs/run-lease.ts';
import type { RunStore } from '../../runs/run-store.ts';
import type { Run } from '../../runs/run.ts';
import type { AssetsDestination } from '../../assets/ports/assets-destination.ts';
import type { SiteAccess } from '../../sites/access/site-access.ts';
import { withArchived } from '../archived/with-archived.ts';
import type { RestoreStore } from '../report/restore-line.ts';
import type { RestoreInput } from '../restore-input.ts';

/** What the runs of a restore need: its plan, itself, its check. */
export interface RestoreDeps {
  clock: Clock;
  backups: BackupStore;
  runs: RunStore;
  storages: Storages;
  access: SiteAccess;
  restores: RestoreStore;
}

/** A backup and the site that it is compared with or written to, both open. */
export interface AtDestination {
  target: AssetsDestination;
  reader: BackupReader;
  /** Objects of the backup that are to be archived in the end. */
  archived: ReadonlySet<string>;
  /** Archived objects of the destination that stand for some of the backup, by the backup's ids. */
  inArchive: ReadonlyMap<string, string>;
  meter: ProgressMeter;
  pace: Pace;
}

/**
 * The backup of a run, kept from being deleted until `unpinBackup`; after an interruption also one
 * whose deletion waits for this run. @throws NotFound
 */
export async function pinBackup({ backups }: RestoreDeps, run: Run): Promise<Backup> {
  const { tenantId, backupId } = run;
  if (backupId === undefined) throw new NotFound("The restore doesn't name a backup.");
  const pinned = await backups.get(tenantId, backupId);
  if (pinned.pins.includes(run.id)) return pinned;
  const backup = await getBackup(backups, tenantId, backupId);
  await backups.pin(tenantId, backup.id, run.id);
  return backup;
}

export async function unpinBackup({ backups }: RestoreDeps, run: Run): Promise<void> {
  await backups.unpin(run.tenantId, run.id);
}

/**
 * Opens the destination and the backup for `work`, and reports its progress while it lasts. @throws
 * what SiteAccess and Vault throw
 */
export async function atDestination<Result>(
  deps: RestoreDeps,
  {
    lease,
    input,
    backup,
    comparesArchive,
  }: {
    lease: Pick<RunLease, 'run' | 'signal' | 'report'>;
    input: RestoreInput;
    backup: Backup;
    /** Whether objects that are in the destination's archive come along as well. */
    comparesArchive?: boolean;
  },
  work: (open: AtDestination) => Promise<RunOutcome<Result>>,
): Promise<RunOutcome<Result>> {
  const { clock, storages, access, restores } = deps;
  const { run, signal } = lease;
  const { tenantId } = run;
  const meter = new ProgressMeter(clock, 'Connecting to the destination');
  const reporting = keepReporting(lease, meter, clock);
  try {
    const { assets: target } = await access.openDestination(tenantId, siteId(input.siteId), {
      onWait: (wait) => meter.wait(wait),
    });
    const stored = await storages.open(tenantId, backup.storageId).openReader(backup);
    const archive = { run, input, target, restores, signal, comparesArchive };
    const opened = await withArchived(stored, archive);
    return await work({ target, ...opened, meter, pace: { signal, clock } });
  } finally {
    reporting.stop();
  }
}
