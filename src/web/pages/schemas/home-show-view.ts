import type { CatalogFilter } from '../../../core/catalog/catalog-store.ts';
import type { GridPage } from '../../../core/use-cases/schemas/grid.ts';
import type { Overview } from '../../../core/use-cases/overview/read-overview.ts';
import type { SetupView } from '../../../core/use-cases/setup/setup.ts';
import type { Reader } from '../../view/reader.ts';
import { overviewView, type OverviewView } from '../overview/overview-view.ts';
import { connectionView, type ConnectionView } from '../setup/connection-view.ts';
import { schemaListView, type SchemaListView } from './schema-list-view.ts';

export interface HomeShowView {
  /** What has to be looked at, such as a token that is about to expire. */
  banner: string | undefined;
  /** What became of the databases. */
  notice: string | undefined;
  connection: ConnectionView | undefined;
  overview: OverviewView;
  /** Whether a sync is in hand: the page asks how far it is. */
  syncing: boolean;
  search: string | undefined;
  sites: { url: string; chosen: boolean }[];
  grid: SchemaListView;
}

export interface HomeShown {
  setup: SetupView;
  overview: Overview;
  grid: GridPage;
  filter: CatalogFilter;
}

export function homeShowView(
  { setup, overview, grid, filter }: HomeShown,
  reader: Reader,
): HomeShowView {
  const { source } = setup;
  return {
    banner: setup.banner,
    notice: setup.notice,
    connection: source && connectionView(source, setup.storage, reader),
    overview: overviewView(overview, reader),
    syncing: grid.sync !== undefined,
    search: filter.search,
    sites: grid.sites.map((url) => ({ url, chosen: url === filter.siteUrl })),
    grid: schemaListView(grid, filter, reader),
  };
}
