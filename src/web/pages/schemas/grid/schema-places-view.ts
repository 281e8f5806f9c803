import type { CatalogFilter } from '../../../../core/catalog/catalog-store.ts';
import { hostOf } from '../../../../core/sites/host-of.ts';
import type { GridPage } from '../../../../core/use-cases/schemas/grid.ts';
import { filterOptions, type OptionView } from './filter-options.ts';

/** The filters by where a schema is. */
export interface SchemaPlacesView {
  /** Empty where there is no choice. */
  sites: OptionView[];
  /** Empty where there is no choice. */
  locations: OptionView[];
}

export function schemaPlacesView(
  { sites, locations }: Pick<GridPage, 'sites' | 'locations'>,
  filter: CatalogFilter,
): SchemaPlacesView {
  return {
    sites: filterOptions(
      sites.map(({ url, name }) => ({ value: url, text: name ?? hostOf(url) })),
      filter.siteUrl,
    ),
    locations: filterOptions(
      locations.map(({ kind, label }) => ({ value: kind, text: label })),
      filter.location,
    ),
  };
}
