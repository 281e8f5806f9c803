import { catalogId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { schemaDeleteView } from './schema-delete-view.ts';

export async function schemaDeleteAsk({ grid, caller, params }: Call<'grid', 'id'>) {
  const { schema } = await grid.row(caller.tenant.id, catalogId(params.id));
  return show('schema-delete-ask', schemaDeleteView(schema));
}
