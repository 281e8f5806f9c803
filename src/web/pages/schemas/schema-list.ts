import type { Handler } from '../../handling/call.ts';
import { gridView, readGridFilter } from './schema-list-view.ts';

export const schemaList: Handler = async (call) => {
  const filter = readGridFilter(call.query);
  return {
    view: 'schema-list',
    data: gridView(await call.grid.page(call.tenant.id, filter), filter, call),
  };
};
