import { catalogId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../reply.ts';
import { rowView } from '../../view/grid-view.ts';

export const schemaRow: Handler = async (call) => ({
  view: 'schema-row',
  data: rowView(await call.grid.row(call.tenant.id, catalogId(call.params['id']!)), call),
});
