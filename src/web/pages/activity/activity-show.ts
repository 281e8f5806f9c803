import { orAbsent } from '../../../core/kernel/errors.ts';
import type { CatalogSchema } from '../../../core/catalog/catalog-store.ts';
import { catalogId, type TenantId } from '../../../core/kernel/ids.ts';
import type { Grid } from '../../../core/use-cases/schemas/grid.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';
import { readActivityQuery, toActivityFilter, type ActivityQuery } from './activity-query.ts';
import { activityTableView, activityView } from './activity-view.ts';

/** Every run of every kind; with `part=table` the list alone. */
export async function activityShow({
  runs,
  grid,
  caller: { tenant, person },
  query: fields,
  reader,
}: Call<'runs' | 'grid'>) {
  const query = readActivityQuery(fields);
  const found = await runs.list(tenant.id, toActivityFilter(query, person.accountId));
  if (fields['part'] === 'table')
    return show('activity-table', activityTableView(found, query, reader));
  const schemas = await schemasToChoose(grid, tenant.id, query);
  return show(
    'activity-show',
    activityView({ found, query, kinds: runs.kinds(), schemas }, reader),
  );
}

/** Those of the grid, and the chosen one where it isn't listed there. */
async function schemasToChoose(
  grid: Pick<Grid, 'schemas' | 'row'>,
  tenantId: TenantId,
  { schema: chosen }: ActivityQuery,
): Promise<CatalogSchema[]> {
  const listed = await grid.schemas(tenantId);
  if (!chosen || listed.some(({ id }) => id === chosen)) return listed;
  const row = await orAbsent(grid.row(tenantId, catalogId(chosen)));
  return row ? [...listed, row.schema] : listed;
}
