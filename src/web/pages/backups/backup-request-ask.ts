import { catalogId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../handling/call.ts';

export const backupRequestAsk: Handler = async ({ grid, tenant, params }) => {
  const { schema } = await grid.row(tenant.id, catalogId(params['id']!));
  return { view: 'backup-request-ask', data: { id: schema.id, name: schema.name } };
};
