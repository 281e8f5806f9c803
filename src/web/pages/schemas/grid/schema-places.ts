import type { Call } from '../../../handling/call.ts';
import { show } from '../../../handling/reply.ts';
import { readGridQuery } from './read-grid-query.ts';
import { schemaPlacesView } from './schema-places-view.ts';

/** The filters by place once more: a sync may have found the first schemas of another instance. */
export async function schemaPlaces({ grid, caller, query, reader }: Call<'grid'>) {
  const filter = readGridQuery(query, reader);
  return show('schema-places', schemaPlacesView(await grid.page(caller.tenant.id, filter), filter));
}
