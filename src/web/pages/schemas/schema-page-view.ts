import type { GridRow } from '../../../core/use-cases/schemas/grid.ts';
import type { Reader } from '../../view/reader.ts';
import { schemaRowView, type SchemaRowView } from './schema-row-view.ts';

/** The views of one schema, side by side under its name. */
export type SchemaTab = 'backups' | 'restores' | 'schedule' | 'terminated';

/** What the head of every view of a schema needs (`partials/schemas/schema-head.hbs`). */
export interface SchemaPageView extends SchemaRowView {
  tab: SchemaTab;
}

export const schemaPageView = (row: GridRow, tab: SchemaTab, reader: Reader): SchemaPageView => ({
  ...schemaRowView(row, reader),
  tab,
});
