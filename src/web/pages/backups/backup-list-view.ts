import type { Backup } from '../../../core/backups/backup.ts';
import type { Page } from '../../../core/kernel/page.ts';
import type { Run } from '../../../core/runs/run.ts';
import type { GridRow } from '../../../core/use-cases/schemas/grid.ts';
import { count } from '../../view/numbers.ts';
import { pagerView, type PagerView } from '../../view/pager-view.ts';
import type { Reader } from '../../view/reader.ts';
import { schemaPageView, type SchemaPageView } from '../schemas/schema-page-view.ts';
import { backupRowView, type BackupRowView } from './backup-row-view.ts';

export interface BackupListView extends SchemaPageView, PagerView, TypedFilter {
  lines: BackupRowView[];
  empty: boolean;
  filtered: boolean;
  total: string;
}

interface TypedFilter {
  type: string | undefined;
  from: string | undefined;
  to: string | undefined;
}

interface BackupListShown {
  row: GridRow;
  found: Page<Backup>;
  /** The tenant's runs in hand. */
  open: Run[];
  typed: TypedFilter;
}

export const backupListView = (
  { row, found, open, typed }: BackupListShown,
  reader: Reader,
): BackupListView => ({
  ...schemaPageView(row, 'backups', reader),
  ...pagerView(found),
  ...typed,
  lines: found.items.map((backup) => backupRowView(backup, open, reader)),
  empty: found.items.length === 0,
  filtered: Boolean(typed.type || typed.from || typed.to),
  total: count(found.total),
});
