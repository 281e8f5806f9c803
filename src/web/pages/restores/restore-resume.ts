import { runId } from '../../../core/kernel/ids.ts';
import { by, type Handler } from '../../handling/call.ts';
import { restorePage } from './restore-show-view.ts';

/** *Go on*: a restore that was stopped or failed takes up its work where it was. */
export const restoreResume: Handler = async (call) => {
  const { id } = await call.restores.resume(call.tenant.id, runId(call.params['id']!), by(call));
  return {
    view: 'restore-body',
    data: await restorePage(call, id),
    flag: {
      type: 'success',
      title: 'The restore goes on',
      body: 'It takes up its work where it was.',
    },
  };
};
