import { targetId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../reply.ts';
import { targetForm } from '../../view/target-view.ts';

export const targetEdit: Handler = async (call) => ({
  view: 'target-edit',
  data: targetForm(call, {
    target: await call.targets.get(call.tenant.id, targetId(call.params['id']!)),
  }),
});
