import { BackupContents } from '../core/backups/inside/backup-contents.ts';
import { CompletePart } from '../core/backups/background/complete-part.ts';
import { CopyBackups } from '../core/backups/copy/copy-backups.ts';
import { DeleteBackup } from '../core/backups/delete/delete-backup.ts';
import { DeleteSchema } from '../core/backups/delete/delete-schema.ts';
import { TakeBackup } from '../core/backups/take/take-backup.ts';
import { VerifyBackup } from '../core/backups/verify/verify-backup.ts';
import type { Clock } from '../core/kernel/time/clock.ts';
import type { SiteAccess } from '../core/sites/access/site-access.ts';
import { Backups } from '../core/use-cases/backups/backups.ts';
import { ConnectedIssuesOf } from '../core/use-cases/backups/connected-issues-of.ts';
import { Runs } from '../core/use-cases/runs/runs.ts';
import type { Stores } from './storage/compose-stores.ts';

/** What backups need from outside; tests pass failing storages or clocks. */
export interface BackupParts {
  stores: Pick<
    Stores,
    'backups' | 'runs' | 'runCodec' | 'catalog' | 'sites' | 'schedules' | 'storages'
  >;
  access: SiteAccess;
  clock: Clock;
  /** How long a removed backup stays in the bin, ms; absent: there is no bin. */
  binMs?: number | undefined;
  /** Every n-th backup of a schema reads all objects; absent: every one. */
  fullEvery?: number | undefined;
}

/** Backups and runs: their use cases and handlers. */
export function composeBackups({ stores, access, clock, binMs, fullEvery }: BackupParts) {
  const { backups, runs, runCodec, catalog, sites, schedules, storages } = stores;
  const { kinds } = runCodec;
  const keeping = { clock, backups, runs, catalog, storages };
  return {
    runs: new Runs({ runs, catalog, kinds }),
    backups: new Backups({ clock, backups, runs, catalog, sites, binMs }),
    contents: new BackupContents({ backups, storages }),
    connectedIssues: new ConnectedIssuesOf({ backups, catalog, access }),
    handlers: [
      new TakeBackup({ ...keeping, access, fullEvery }),
      new CompletePart({ ...keeping, access, sites }),
      new VerifyBackup(keeping),
      new CopyBackups(keeping),
      new DeleteBackup(keeping),
      new DeleteSchema({ ...keeping, dependents: schedules }),
    ],
  };
}
