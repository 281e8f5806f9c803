import { orAbsent } from '../../../core/kernel/errors.ts';
import { catalogId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { readActivityQuery, toActivityFilter } from './activity-query.ts';
import { activityView } from './activity-view.ts';

/** Every run of every kind; with `part=table` the list alone. */
export async function activityShow({
  runs,
  grid,
  caller: { tenant, person },
  query: fields,
  reader,
}: Call<'runs' | 'grid'>) {
  const query = readActivityQuery(fields);
  const [found, row] = await Promise.all([
    runs.list(tenant.id, toActivityFilter(query, person.accountId)),
    query.schema ? orAbsent(grid.row(tenant.id, catalogId(query.schema))) : undefined,
  ]);
  const schema = row && { id: row.schema.id, name: row.schema.name };
  const view = activityView({ found, query, kinds: runs.kinds(), schema }, reader);
  return show(fields['part'] === 'table' ? 'activity-table' : 'activity-show', view);
}
