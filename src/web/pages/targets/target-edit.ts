import { siteId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../handling/call.ts';
import { targetForm } from './target-edit-view.ts';

export const targetEdit: Handler = async (call) => ({
  view: 'target-edit',
  data: targetForm(call, {
    target: await call.targets.get(call.tenant.id, siteId(call.params['id']!)),
  }),
});
