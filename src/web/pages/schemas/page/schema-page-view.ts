import type { SchemaHead } from '../../../../core/use-cases/schemas/schema-pages.ts';
import type { Reader } from '../../../view/reader.ts';
import { schemaRowView, type SchemaRowView } from '../schema-row-view.ts';
import { schemaHeadView, type SchemaHeadView, type SchemaTab } from './schema-head-view.ts';

/** What every view of a schema shows above its own content, and what that leans on. */
export interface SchemaPageView extends SchemaRowView {
  head: SchemaHeadView;
}

export const schemaPageView = (
  head: SchemaHead,
  tab: SchemaTab,
  reader: Reader,
): SchemaPageView => ({
  ...schemaRowView(head, reader),
  head: schemaHeadView(head, tab, reader),
});
