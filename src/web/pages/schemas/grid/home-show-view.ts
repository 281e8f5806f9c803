import type { CatalogFilter } from '../../../../core/catalog/catalog-store.ts';
import type { GridPage } from '../../../../core/use-cases/schemas/grid.ts';
import type { Overview } from '../../../../core/use-cases/overview/read-overview.ts';
import type { SetupView } from '../../../../core/use-cases/setup/setup.ts';
import type { Reader } from '../../../view/reader.ts';
import type { AlertsView } from '../../../view/components/alerts-view.ts';
import { homeAlertsView } from '../../overview/home-alerts-view.ts';
import { overviewView, type OverviewView } from '../../overview/overview-view.ts';
import { connectionView, type ConnectionView } from '../../setup/connection-view.ts';
import { filterOptions, type OptionView } from './filter-options.ts';
import { schemaListView, type SchemaListView } from './schema-list-view.ts';
import { schemaPlacesView, type SchemaPlacesView } from './schema-places-view.ts';

export interface HomeShowView {
  alerts: AlertsView;
  connection: ConnectionView | undefined;
  overview: OverviewView;
  /** Whether a sync is in hand: the page asks how far it is. */
  syncing: boolean;
  search: string | undefined;
  places: SchemaPlacesView;
  statuses: OptionView[];
  hidesDeleted: boolean;
  grid: SchemaListView;
}

const STATUSES = [
  { value: 'active', text: 'Active' },
  { value: 'deleted', text: 'Deleted' },
  { value: 'not-visible', text: 'Not visible' },
];

export interface HomeShown {
  setup: SetupView;
  /** The state of the databases. */
  notice: string | undefined;
  overview: Overview;
  grid: GridPage;
  filter: CatalogFilter;
}

export function homeShowView(
  { setup, notice, overview, grid, filter }: HomeShown,
  reader: Reader,
): HomeShowView {
  const { source } = setup;
  return {
    alerts: homeAlertsView(overview, notice, reader),
    connection: source && connectionView(source, setup.storage, reader),
    overview: overviewView(overview, reader),
    syncing: grid.sync !== undefined,
    search: filter.search,
    places: schemaPlacesView(grid, filter),
    statuses: filterOptions(STATUSES, filter.status),
    hidesDeleted: filter.hideDeleted ?? false,
    grid: schemaListView(grid, filter, reader),
  };
}
