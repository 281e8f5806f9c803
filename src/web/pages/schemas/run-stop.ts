import { runId } from '../../../core/kernel/ids.ts';
import { by, type Handler } from '../../handling/call.ts';

export const runStop: Handler = async (call) => {
  const run = await call.backups.stop(call.tenant.id, runId(call.params['id']!), by(call));
  const ended = run.state !== 'running' && run.state !== 'stopped' && run.state !== 'queued';
  return {
    events: ['close-dialog', 'grid-changed', 'backups-changed'],
    flag: ended
      ? { type: 'info', title: 'The backup had ended already' }
      : {
          type: 'success',
          title: 'The backup is being stopped',
          body: 'What it wrote is cleaned up. It is listed under Terminated backups.',
        },
  };
};
