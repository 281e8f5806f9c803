import { CatalogSync } from '../core/catalog/catalog-sync.ts';
import type { Clock } from '../core/kernel/clock.ts';
import { targetInUse } from '../core/restores/target-in-use.ts';
import { Setup } from '../core/use-cases/setup/setup.ts';
import { Grid } from '../core/use-cases/schemas/grid.ts';
import { TargetInstances } from '../core/use-cases/targets/target-instances.ts';
import type { Sites } from './compose-sites.ts';
import type { Stores } from './compose-stores.ts';

export interface SetupParts {
  stores: Stores;
  sites: Sites;
  clock: Clock;
  /** What administrators read of the service's own storage. */
  storage: { label: string; graceDays: number };
}

/** The connection, its target instances, the sync and the grid. */
export function composeSetup({ stores, sites, clock, storage }: SetupParts) {
  const { catalog, runs, runCodec, schedules, tenants } = stores;
  const { kinds } = runCodec;
  const { access, address, check } = sites;
  const sync = new CatalogSync({ clock, runs, catalog, sites: stores.sites, access });
  return {
    setup: new Setup({
      clock,
      sites: stores.sites,
      catalog,
      runs,
      kinds,
      schedules,
      check,
      storage,
    }),
    targets: new TargetInstances({
      clock,
      sites: stores.sites,
      tenants,
      address,
      check,
      inUse: (tenantId, id) => targetInUse(runs, tenantId, id),
    }),
    sync,
    grid: new Grid({ catalog, runs, schedules, kinds }),
    handlers: [sync],
  };
}
