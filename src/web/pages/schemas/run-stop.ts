import { runId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import type { EffectsReply, Flag } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';

const ENDED_ALREADY: Flag = { type: 'info', title: 'The backup had ended already' };
const BEING_STOPPED: Flag = {
  type: 'success',
  title: 'The backup is being stopped',
  body: 'What it wrote is cleaned up. It is listed under Terminated backups.',
};

export async function runStop({
  backups,
  caller,
  params,
}: Call<'backups', 'id'>): Promise<EffectsReply> {
  const { state } = await backups.stop(caller.tenant.id, runId(params.id), requesterOf(caller));
  const hadEnded = state === 'complete' || state === 'failed';
  return {
    events: ['close-dialog', 'grid-changed', 'backups-changed'],
    flag: hadEnded ? ENDED_ALREADY : BEING_STOPPED,
  };
}
