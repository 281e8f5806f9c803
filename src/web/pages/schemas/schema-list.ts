import type { Handler } from '../../reply.ts';
import { gridView, readGridFilter } from '../../view/grid-view.ts';

export const schemaList: Handler = async (call) => {
  const filter = readGridFilter(call.query);
  return {
    view: 'schema-list',
    data: gridView(await call.grid.page(call.tenant.id, filter), filter, call),
  };
};
