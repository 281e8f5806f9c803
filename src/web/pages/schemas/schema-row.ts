import { catalogId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { schemaRowView } from './schema-row-view.ts';

export async function schemaRow({ grid, caller, params, reader }: Call<'grid', 'id'>) {
  const row = await grid.row(caller.tenant.id, catalogId(params.id));
  return show('schema-row', { ...schemaRowView(row, reader), isAlone: true });
}
