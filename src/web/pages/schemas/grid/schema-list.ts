import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { readGridQuery } from './read-grid-query.ts';
import { schemaListView } from './schema-list-view.ts';

export async function schemaList({ grid, caller, query, reader }: Call<'grid'>) {
  const filter = readGridQuery(query, reader);
  const found = await grid.page(caller.tenant.id, filter);
  return show('schema-list', schemaListView(found, filter, reader));
}
