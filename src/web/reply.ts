import type { Backups } from '../core/backup/backups.ts';
import type { BackupContents } from '../core/backup/inside/contents.ts';
import type { CatalogSync } from '../core/catalog/catalog-sync.ts';
import type { Grid } from '../core/catalog/grid.ts';
import type { Clock } from '../core/clock.ts';
import type { Restores } from '../core/restore/restores.ts';
import type { TargetInstances } from '../core/restore/destination/target-instances.ts';
import type { Schedules } from '../core/schedule/schedules.ts';
import type { JiraPerson } from '../core/site/jira-app.ts';
import type { Setup } from '../core/tenant/setup.ts';
import type { Tenant } from '../core/tenant/tenant.ts';

/** What pages may use. */
export interface UseCases {
  setup: Setup;
  sync: CatalogSync;
  grid: Grid;
  backups: Backups;
  schedules: Schedules;
  contents: BackupContents;
  targets: TargetInstances;
  restores: Restores;
  clock: Clock;
}

/** One request of an administrator, known and checked. */
export interface Call extends UseCases {
  tenant: Tenant;
  person: JiraPerson & { accountId: string };
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
export const by = ({ person }: Call): { accountId: string; name: string } => ({
  accountId: person.accountId,
  name: person.name,
});
