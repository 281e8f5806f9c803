import type { CatalogSchema } from '../../../core/catalog/catalog-store.ts';
import { reasonToRefuse } from '../../../core/kernel/errors.ts';
import { catalogId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { schemaDeleteView, type SchemaDeleteView } from './schema-delete-view.ts';

export async function schemaDeleteAsk(call: Call<'grid', 'id'>) {
  const { schema } = await call.grid.row(call.caller.tenant.id, catalogId(call.params.id));
  return show('schema-delete-ask', await readSchemaDelete(call, schema));
}

/** The dialog as things are now. */
export async function readSchemaDelete(
  { grid, caller }: Call<'grid', 'id'>,
  schema: CatalogSchema,
): Promise<SchemaDeleteView> {
  const isRemoved = schema.status === 'deleted';
  const kept = isRemoved
    ? await reasonToRefuse(() => grid.assertRemovable(caller.tenant.id, schema))
    : undefined;
  return schemaDeleteView(schema, kept);
}
