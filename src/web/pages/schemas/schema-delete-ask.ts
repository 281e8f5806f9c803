import { catalogId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../handling/call.ts';

export const schemaDeleteAsk: Handler = async ({ grid, tenant, params }) => {
  const { schema } = await grid.row(tenant.id, catalogId(params['id']!));
  return {
    view: 'schema-delete-ask',
    data: {
      id: schema.id,
      name: schema.name,
      deleted: schema.status === 'deleted',
      backupCount: schema.backupCount,
      one: schema.backupCount === 1,
    },
  };
};
