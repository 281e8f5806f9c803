import type { BackupContents } from '../core/backups/inside/backup-contents.ts';
import type { Clock } from '../core/kernel/time/clock.ts';
import { CheckRestore } from '../core/restores/check/check-restore.ts';
import { PlanRestore } from '../core/restores/plan/making/plan-restore.ts';
import { RunRestore } from '../core/restores/write/run-restore.ts';
import type { SiteAccess } from '../core/sites/access/site-access.ts';
import { RestoreDestinations } from '../core/use-cases/restores/restore-destinations.ts';
import { RestorePlans } from '../core/use-cases/restores/restore-plans.ts';
import { Restores } from '../core/use-cases/restores/restores.ts';
import type { Stores } from './storage/compose-stores.ts';

/** What restores need from outside; tests pass failing stores or sites. */
export interface RestoreParts {
  stores: Pick<
    Stores,
    'backups' | 'runs' | 'catalog' | 'sites' | 'restores' | 'storages' | 'planChoices'
  >;
  access: SiteAccess;
  contents: BackupContents;
  clock: Clock;
  /** How long to wait before looking for an unknown outcome, ms. */
  settleMs: number;
  /** Whether a restore that is complete is checked without being asked. */
  checksAfterwards?: boolean;
}

/** Restores: their use cases and handlers. */
export function composeRestores({
  stores,
  access,
  contents,
  clock,
  settleMs,
  checksAfterwards,
}: RestoreParts) {
  const { backups, runs, catalog, sites, restores, storages, planChoices } = stores;
  const working = { clock, backups, runs, storages, access, restores };
  return {
    restorePlans: new RestorePlans({
      backups,
      runs,
      contents,
      destinations: new RestoreDestinations({ backups, catalog, sites, access }),
      planChoices,
    }),
    restores: new Restores({ clock, backups, runs, catalog, restores, sites }),
    handlers: [
      new PlanRestore({ ...working, sites, catalog }),
      new RunRestore({ ...working, catalog, settleMs, checksAfterwards }),
      new CheckRestore(working),
    ],
  };
}
