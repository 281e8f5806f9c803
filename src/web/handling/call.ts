import type { Person } from '../../core/kernel/person.ts';
import type { Backups } from '../../core/use-cases/backups/backups.ts';
import type { BackupContents } from '../../core/backups/inside/contents.ts';
import type { CatalogSync } from '../../core/catalog/catalog-sync.ts';
import type { Grid } from '../../core/use-cases/schemas/grid.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import type { RestorePlans } from '../../core/use-cases/restores/restore-plans.ts';
import type { Restores } from '../../core/use-cases/restores/restores.ts';
import type { TargetInstances } from '../../core/use-cases/targets/target-instances.ts';
import type { Schedules } from '../../core/use-cases/schedules/schedules.ts';
import type { JiraPerson } from '../../core/tenants/jira-app.ts';
import type { Setup } from '../../core/use-cases/setup/setup.ts';
import type { Tenant } from '../../core/tenants/tenant.ts';

/** What pages may use. */
export interface UseCases {
  setup: Setup;
  sync: CatalogSync;
  grid: Grid;
  backups: Backups;
  schedules: Schedules;
  contents: BackupContents;
  targets: TargetInstances;
  restorePlans: RestorePlans;
  restores: Restores;
  clock: Clock;
}

/** One request of an administrator, known and checked. */
export interface Call extends UseCases {
  tenant: Tenant;
  person: JiraPerson;
  params: Record<string, string>;
  /** Strings only; anything else was refused. */
  query: Record<string, string>;
  form: Record<string, string>;
}

export interface Flag {
  type: 'success' | 'error' | 'info';
  title: string;
  body?: string;
}

/** Sent part by part, never gathered. */
export interface ReplyFile {
  name: string;
  type: string;
  parts: AsyncIterable<string>;
}

/** What a handler answers: a view with its data, a file to download, or nothing but events for the page. */
export interface Reply {
  view?: string;
  data?: object;
  file?: ReplyFile;
  status?: number;
  flag?: Flag;
  /** Events that the page acts on: `grid-changed`, `backups-changed`, `close-dialog`. */
  events?: string[];
}

export type Handler = (call: Call) => Promise<Reply>;
export const by = ({ person }: Call): Person => ({
  accountId: person.accountId,
  name: person.name,
});
