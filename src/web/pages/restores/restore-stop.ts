import { runId } from '../../../core/kernel/ids.ts';
import type { Run } from '../../../core/runs/run.ts';
import { by, type Flag, type Handler } from '../../handling/call.ts';

/** Also of a plan or a check that is being made: nothing is written by those. */
export const restoreStop: Handler = async (call) => ({
  events: ['close-dialog', 'restore-changed', 'grid-changed', 'backups-changed'],
  flag: said(await call.restores.stop(call.tenant.id, runId(call.params['id']!), by(call))),
});

function said({ kind, state }: Run): Flag {
  if (state === 'complete' || state === 'failed')
    return { type: 'info', title: 'It had ended already' };
  if (kind !== 'restore')
    return { type: 'success', title: 'Being stopped', body: 'Nothing was written.' };
  return {
    type: 'success',
    title: 'The restore is being stopped',
    body: 'What was written stays in Assets.',
  };
}
