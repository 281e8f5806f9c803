import type { CatalogFilter, CatalogSchema } from '../../../core/catalog/catalog.ts';
import type { GridPage, GridRow } from '../../../core/use-cases/schemas/grid.ts';
import type { Call } from '../../handling/call.ts';
import { showDate } from '../../view/dates.ts';
import { count } from '../../view/numbers.ts';
import { askedPage, pagerView } from '../../view/paging.ts';
import { progressView } from '../../view/progress-view.ts';
import { scheduleLine } from '../schedules/schedule-show-view.ts';

const SORTS = ['name', 'instance', 'status', 'lastBackup'] as const;
const COLUMNS: { sort: (typeof SORTS)[number] | undefined; title: string }[] = [
  { sort: 'name', title: 'Schema name' },
  { sort: 'instance', title: 'Instance' },
  { sort: undefined, title: 'Location' },
  { sort: 'status', title: 'Status' },
  { sort: 'lastBackup', title: 'Last backup date' },
  { sort: undefined, title: 'Backups' },
];

/** Reads what the filters of the grid say; what is not known is as if it were not said. */
export function readGridFilter(query: Record<string, string>): CatalogFilter {
  const one = <T extends string>(value: string | undefined, known: readonly T[]): T | undefined =>
    known.find((each) => each === value);
  const status = one(query['status'], ['active', 'deleted', 'not-visible']);
  const location = one(query['location'], ['cloud', 'data-center']);
  const sort = one(query['sort'], SORTS);
  return {
    ...(query['search']?.trim() ? { search: query['search'].trim().slice(0, 100) } : {}),
    ...(query['hideDeleted'] === 'on' ? { hideDeleted: true } : {}),
    ...(status ? { status } : {}),
    ...(location ? { location } : {}),
    ...(query['instance'] ? { siteUrl: query['instance'] } : {}),
    sort: sort ?? 'name',
    descending: query['descending'] === 'true',
    page: askedPage(query),
  };
}

export function gridView(grid: GridPage, filter: CatalogFilter, call: Call): object {
  const sites = grid.sites.map((url) => ({ url, chosen: url === filter.siteUrl }));
  const filtered = Boolean(
    filter.search || filter.hideDeleted || filter.status || filter.location || filter.siteUrl,
  );
  return {
    rows: grid.items.map((row) => rowView(row, call)),
    empty: grid.items.length === 0,
    filtered,
    total: count(grid.total),
    ...pagerView(grid),
    sites,
    filter,
    descending: filter.descending === true,
    columns: COLUMNS.map(({ sort, title }) => ({
      title,
      sort,
      sorted: sort === filter.sort ? (filter.descending ? 'descending' : 'ascending') : undefined,
      nextDescending: sort === filter.sort && !filter.descending,
    })),
    sync: grid.sync && progressView(grid.sync, call.clock.now()),
  };
}

const STATUS: Record<
  CatalogSchema['status'],
  { text: (schema: CatalogSchema) => string; look: string }
> = {
  active: { text: () => 'Active', look: 'success' },
  deleted: { text: () => 'Deleted', look: 'removed' },
  'not-visible': { text: ({ seenByName }) => `Not visible to ${seenByName}`, look: 'moved' },
};

export function rowView(row: GridRow, call: Call): object {
  const { schema, run } = row;
  const status = STATUS[schema.status];
  return {
    id: schema.id,
    name: schema.name,
    key: schema.key,
    instance: schema.siteUrl,
    location: schema.location === 'cloud' ? 'Cloud' : 'Data Center',
    status: status.text(schema),
    statusLook: status.look,
    lastBackup: schema.lastBackupAt && showDate(schema.lastBackupAt, call.person.timeZone),
    error: schema.lastError?.message,
    backupCount: schema.backupCount,
    backups: schema.backupCount === 1 ? '1 backup' : `${count(schema.backupCount)} backups`,
    runId: run?.id,
    restoring: run?.kind === 'restore',
    stopUrl: run && `/app/${run.kind === 'restore' ? 'restores' : 'runs'}/${run.id}/stop`,
    lastBackupId: schema.lastBackupId,
    progress: run
      ? progressView(run, call.clock.now())
      : schema.activeRunId && { step: 'Finishing' },
    canBackUp: schema.status !== 'deleted',
    canDelete: schema.status !== 'not-visible',
    schedule: scheduleLine(row, call),
  };
}
