import { siteId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../handling/call.ts';

export const targetDeleteAsk: Handler = async ({ targets, tenant, params }) => {
  const { id, name, siteUrl } = await targets.get(tenant.id, siteId(params['id']!));
  return { view: 'target-delete-ask', data: { id, name, siteUrl } };
};
