import type { CatalogFilter } from '../../../../core/catalog/catalog-store.ts';
import type { GridPage } from '../../../../core/use-cases/schemas/grid.ts';
import { counted } from '../../../view/formats/numbers.ts';
import { pagerView, type PagerView } from '../../../view/components/pager-view.ts';
import type { Reader } from '../../../view/reader.ts';
import { gridWatchView, type GridWatchView } from './grid-watch-view.ts';
import { schemaRowView, type SchemaRowView } from '../schema-row-view.ts';

type Sort = NonNullable<CatalogFilter['sort']>;

export interface SchemaListView extends PagerView {
  rows: SchemaRowView[];
  watch: GridWatchView;
  filtered: boolean;
  /** How many there are, with the noun. */
  counted: string;
  sort: Sort | undefined;
  descending: boolean;
  columns: ColumnView[];
}

interface ColumnView {
  title: string;
  /** Its class in the styles; empty for most. */
  look: string;
  sort: Sort;
  /** What it sorts by, where its title doesn't tell. */
  by: string | undefined;
  sorted: 'ascending' | 'descending' | undefined;
  /** Which way a click on it sorts. */
  nextDescending: boolean;
}

const COLUMNS: { sort: Sort; title: string; look?: string; by?: string }[] = [
  { sort: 'name', title: 'Schema name' },
  { sort: 'instance', title: 'Instance, Location', look: 'where' },
  { sort: 'status', title: 'Status' },
  { sort: 'lastBackup', title: 'Last backup date' },
  { sort: 'days', title: 'Last 30 days', look: 'days', by: 'Sort by days with a good backup' },
  { sort: 'backups', title: 'Backups', by: 'Sort by number of backups' },
];

export function schemaListView(
  grid: GridPage,
  filter: CatalogFilter,
  reader: Reader,
): SchemaListView {
  const { search, hideDeleted, status, location, siteUrl } = filter;
  const rows = grid.items.map((row) => schemaRowView(row, reader));
  return {
    rows,
    watch: gridWatchView(rows),
    filtered: Boolean(search || hideDeleted || status || location || siteUrl),
    counted: counted(grid.total, 'schema'),
    ...pagerView(grid),
    sort: filter.sort,
    descending: filter.descending === true,
    columns: COLUMNS.map((column) => columnView(column, filter)),
  };
}

function columnView(
  { sort, title, look = '', by }: (typeof COLUMNS)[number],
  filter: CatalogFilter,
): ColumnView {
  const isSorted = sort === filter.sort;
  const direction = filter.descending ? 'descending' : 'ascending';
  return {
    title,
    look,
    sort,
    by,
    sorted: isSorted ? direction : undefined,
    nextDescending: isSorted && !filter.descending,
  };
}
