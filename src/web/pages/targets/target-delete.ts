import { siteId } from '../../../core/kernel/ids.ts';
import type { Handler } from '../../handling/call.ts';
import { targetList } from './target-edit-view.ts';

export const targetDelete: Handler = async (call) => {
  const { name } = await call.targets.remove(call.tenant.id, siteId(call.params['id']!));
  return {
    view: 'target-list',
    data: await targetList(call),
    events: ['close-dialog'],
    flag: {
      type: 'success',
      title: `${name} deleted`,
      body: 'Its token was erased. The site itself and your backups stay as they are.',
    },
  };
};
