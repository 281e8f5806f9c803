import { runId } from '../../../../core/kernel/ids.ts';
import { by, type Handler } from '../../../handling/call.ts';
import { checkView } from './restore-check-view.ts';

export const restoreCheckRequest: Handler = async (call) => {
  const id = runId(call.params['id']!);
  return {
    view: 'restore-check',
    data: checkView(id, await call.restores.requestCheck(call.tenant.id, id, by(call)), call),
  };
};
