import { catalogId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../handling/call.ts';
import { rowView } from './schema-list-view.ts';

export const schemaRow: Handler = async (call) => ({
  view: 'schema-row',
  data: rowView(await call.grid.row(call.tenant.id, catalogId(call.params['id']!)), call),
});
