import type { BackupContents } from '../../core/backups/inside/backup-contents.ts';
import type { CatalogSync } from '../../core/catalog/catalog-sync.ts';
import type { Agents } from '../../core/use-cases/agents/agents.ts';
import type { Keys } from '../../core/use-cases/keys/keys.ts';
import type { Copies } from '../../core/use-cases/copies/copies.ts';
import type { AvailableBackups } from '../../core/use-cases/backups/available-backups.ts';
import type { Backups } from '../../core/use-cases/backups/backups.ts';
import type { ConnectedIssuesOf } from '../../core/use-cases/backups/connected-issues-of.ts';
import type { Protection } from '../../core/use-cases/overview/protection.ts';
import type { RestorePlans } from '../../core/use-cases/restores/restore-plans.ts';
import type { Restores } from '../../core/use-cases/restores/restores.ts';
import type { Bin } from '../../core/use-cases/retention/bin.ts';
import type { DefaultRetention } from '../../core/use-cases/retention/default-retention.ts';
import type { Retention } from '../../core/use-cases/retention/retention.ts';
import type { DatabaseWatch } from '../../core/use-cases/upkeep/database-watch.ts';
import type { Runs } from '../../core/use-cases/runs/runs.ts';
import type { Schedules } from '../../core/use-cases/schedules/schedules.ts';
import type { SchemaPages } from '../../core/use-cases/schemas/schema-pages.ts';
import type { Grid } from '../../core/use-cases/schemas/grid.ts';
import type { Setup } from '../../core/use-cases/setup/setup.ts';
import type { AttachStorages } from '../../core/use-cases/storages/attach-storages.ts';
import type { MeasureStorages } from '../../core/use-cases/storages/measure-storages.ts';
import type { RemoveStorages } from '../../core/use-cases/storages/remove-storages.ts';
import type { OwnStorages } from '../../core/use-cases/storages/own-storages.ts';
import type { DataCenterInstances } from '../../core/use-cases/sources/data-center-instances.ts';
import type { TargetInstances } from '../../core/use-cases/targets/target-instances.ts';
import type { Fields } from '../forms/fields.ts';
import type { Caller } from '../identity/caller.ts';
import type { Reader } from '../view/reader.ts';

/** What pages may ask of core. A handler names the use cases it needs. */
export interface UseCases {
  setup: Setup;
  sync: CatalogSync;
  grid: Grid;
  schemaPages: SchemaPages;
  runs: Runs;
  backups: Backups;
  availableBackups: AvailableBackups;
  copies: Copies;
  schedules: Schedules;
  protection: Protection;
  contents: BackupContents;
  connectedIssues: ConnectedIssuesOf;
  targets: TargetInstances;
  dataCenters: DataCenterInstances;
  agents: Agents;
  storages: OwnStorages;
  keys: Keys;
  watch: DatabaseWatch;
  attaching: AttachStorages;
  figures: MeasureStorages;
  removals: RemoveStorages;
  retention: Retention;
  bin: Bin;
  defaultRetention: DefaultRetention;
  restorePlans: RestorePlans;
  restores: Restores;
}

/** A request of an administrator. */
export interface Asked<Params extends string = string> {
  caller: Caller;
  /** Who the answer is rendered for. */
  reader: Reader;
  /** The named parts of the address. */
  params: Readonly<Record<Params, string>>;
  query: Fields;
  form: Fields;
}

/**
 * One request of an administrator, with the use cases and parts of the address that its handler
 * needs.
 */
export type Call<
  Needs extends keyof UseCases = never,
  Params extends string = never,
> = Asked<Params> & Pick<UseCases, Needs>;
