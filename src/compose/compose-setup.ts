import { CatalogSync } from '../core/catalog/catalog-sync.ts';
import type { Clock } from '../core/kernel/time/clock.ts';
import type { SiteKinds } from '../core/sites/site-kinds.ts';
import { targetInUse } from '../core/restores/target-in-use.ts';
import { Keys } from '../core/use-cases/keys/keys.ts';
import { SchemaPages } from '../core/use-cases/schemas/schema-pages.ts';
import { AttachStorages } from '../core/use-cases/storages/attach-storages.ts';
import { MeasureStorages } from '../core/use-cases/storages/measure-storages.ts';
import { OwnStorages } from '../core/use-cases/storages/own-storages.ts';
import { RemoveStorages } from '../core/use-cases/storages/remove-storages.ts';
import { ListAttached } from '../core/use-cases/upkeep/list-attached.ts';
import { Setup } from '../core/use-cases/setup/setup.ts';
import { Grid } from '../core/use-cases/schemas/grid.ts';
import { DataCenterInstances } from '../core/use-cases/sources/data-center-instances.ts';
import { TargetInstances } from '../core/use-cases/targets/target-instances.ts';
import type { Sites } from './compose-sites.ts';
import type { Stores } from './storage/compose-stores.ts';

export interface SetupParts {
  stores: Stores;
  sites: Sites;
  clock: Clock;
  /** The label of the service's own storage for administrators. */
  storage: { label: string; graceDays: number; quotaBytes?: number | undefined };
  /** The kinds of site that are known; tests add one of their own. */
  siteKinds: SiteKinds;
}

/** The connection, its target instances, the sync and the grid. */
export function composeSetup({ stores, sites, clock, storage, siteKinds }: SetupParts) {
  const { backups, catalog, runs, runCodec, schedules } = stores;
  const runKinds = runCodec.kinds;
  const { access, check } = sites;
  const grid = new Grid({ catalog, backups, runs, schedules, runKinds, siteKinds });
  const storages = new OwnStorages({
    clock,
    store: stores.own.store,
    probe: stores.own.probe,
    serviceLabel: storage.label,
  });
  const keys = new Keys({
    recovery: stores.own.recoveryKeys,
    seals: stores.keys.rotation,
    passphrases: stores.passphrases,
    services: stores.keyServices,
    storages: stores.own.store,
  });
  const sync = new CatalogSync({ clock, runs, catalog, sites: stores.sites, access });
  return {
    setup: new Setup({
      clock,
      sites: stores.sites,
      catalog,
      runs,
      runKinds,
      siteKinds,
      schedules,
      check,
      ownAccess: stores.ownAccess,
      storage,
      packCheck: stores.packCheck,
      epochs: stores.epochs,
      storages,
      keys,
    }),
    storages,
    keys,
    ...composeStorageCare({ stores, clock, storage }),
    ...composeOtherSites({ stores, sites, clock, siteKinds, storages }),
    sync,
    grid,
    schemaPages: new SchemaPages({ grid, backups, runs, runKinds }),
    handlers: [sync],
  };
}

/** Where restores go, and what is backed up, beside the tenant's own site. */
function composeOtherSites({
  stores,
  sites: { address, check, dataCenterCheck },
  clock,
  siteKinds: kinds,
  storages,
}: Omit<SetupParts, 'storage'> & { storages: OwnStorages }) {
  const { sites, tenants, catalog, runs, schedules } = stores;
  return {
    targets: new TargetInstances({
      clock,
      kinds,
      sites,
      tenants,
      address,
      check,
      inUse: (tenantId, id) => targetInUse(runs, tenantId, id),
    }),
    dataCenters: new DataCenterInstances({
      clock,
      kinds,
      sites,
      catalog,
      runs,
      runKinds: stores.runCodec.kinds,
      schedules,
      check: dataCenterCheck,
      storages,
    }),
  };
}

/** What is attached, measured and removed of storages. */
function composeStorageCare({
  stores,
  clock,
  storage: { quotaBytes },
}: Pick<SetupParts, 'stores' | 'clock' | 'storage'>) {
  const { own, usage, storedBackups: stored } = stores;
  const { store, offers } = own;
  return {
    attaching: new AttachStorages({
      store,
      offers,
      listing: new ListAttached({ ...stores, clock, store }),
    }),
    figures: new MeasureStorages({ ...stores, clock, stored, quotaBytes }),
    removals: new RemoveStorages({ ...stores, ...own, usage, stored }),
  };
}
