import type { Clock } from '../core/kernel/clock.ts';
import { Retention } from '../core/use-cases/retention/retention.ts';
import type { Stores } from './compose-stores.ts';
import { DAY_MS } from '../core/kernel/durations.ts';

/** How long backups are kept, what is on hold, and the bin. */
export function composeRetention({
  stores,
  clock,
  binDays,
}: {
  stores: Pick<Stores, 'backups' | 'retention' | 'catalog' | 'runs'>;
  clock: Clock;
  binDays: number;
}): Retention {
  const { backups, retention, catalog, runs } = stores;
  return new Retention({ clock, backups, retention, catalog, runs, binMs: binDays * DAY_MS });
}
