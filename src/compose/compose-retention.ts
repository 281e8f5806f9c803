import type { Clock } from '../core/kernel/time/clock.ts';
import { AvailableBackups } from '../core/use-cases/backups/available-backups.ts';
import { Bin } from '../core/use-cases/retention/bin.ts';
import { DefaultRetention } from '../core/use-cases/retention/default-retention.ts';
import { Retention } from '../core/use-cases/retention/retention.ts';
import type { Stores } from './storage/compose-stores.ts';
import { DAY_MS } from '../core/kernel/time/durations.ts';

/** The lists of available backups, how long they are kept, what is on hold, and the bin. */
export function composeRetention({
  stores,
  clock,
  binDays,
}: {
  stores: Pick<Stores, 'backups' | 'retention' | 'catalog' | 'runs' | 'schedules'>;
  clock: Clock;
  binDays: number;
}) {
  const { backups, retention: store, catalog, runs, schedules } = stores;
  const parts = { clock, backups, catalog, runs };
  const retention = new Retention({ ...parts, retention: store, binMs: binDays * DAY_MS });
  return {
    retention,
    availableBackups: new AvailableBackups({ backups, catalog, runs, schedules, retention }),
    bin: new Bin(parts),
    defaultRetention: new DefaultRetention({ clock, store, catalog, retention }),
  };
}
