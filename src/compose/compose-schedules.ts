import type { Clock } from '../core/kernel/time/clock.ts';
import { FireSlots } from '../core/schedules/fire-slots.ts';
import type { Backups } from '../core/use-cases/backups/backups.ts';
import { Protection } from '../core/use-cases/overview/protection.ts';
import { Schedules } from '../core/use-cases/schedules/schedules.ts';
import type { Stores } from './storage/compose-stores.ts';

export interface ScheduleParts {
  stores: Pick<Stores, 'schedules' | 'catalog' | 'runs' | 'sites' | 'tenants'>;
  backups: Backups;
  clock: Clock;
  /** The shortest time between two scheduled backups of a schema; 1440: no local day has two. */
  minimumMinutes: number;
}

/** Schedules: their use cases, and what fires their slots. */
export function composeSchedules({ stores, backups, clock, minimumMinutes }: ScheduleParts) {
  const { schedules, catalog, runs, sites, tenants } = stores;
  const common = { clock, schedules, catalog, runs, sites, minimumMinutes };
  const scheduling = new Schedules({ ...common, backups });
  return {
    schedules: scheduling,
    protection: new Protection({ clock, catalog, schedules, sites, backups, scheduling }),
    slots: new FireSlots({ ...common, tenants }),
  };
}
