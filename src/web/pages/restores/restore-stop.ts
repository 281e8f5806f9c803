import { runId } from '../../../core/kernel/ids.ts';
import { restoreKind } from '../../../core/restores/restore-kind.ts';
import { isOfKind } from '../../../core/runs/run-kind.ts';
import type { Run } from '../../../core/runs/run.ts';
import type { Call } from '../../handling/call.ts';
import type { EffectsReply, Flag } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';

/** Also of a plan or a check that is being made: nothing is written by those. */
export async function restoreStop({
  restores,
  caller,
  params,
}: Call<'restores', 'id'>): Promise<EffectsReply> {
  const run = await restores.stop(caller.tenant.id, runId(params.id), requesterOf(caller));
  return {
    events: ['close-dialog', 'restore-changed', 'grid-changed', 'backups-changed'],
    flag: flagOf(run),
  };
}

function flagOf(run: Run): Flag {
  const { state } = run;
  if (state === 'complete' || state === 'failed')
    return { type: 'info', title: 'It had ended already' };
  if (!isOfKind(run, restoreKind))
    return { type: 'success', title: 'Being stopped', body: 'Nothing was written.' };
  return {
    type: 'success',
    title: 'The restore is being stopped',
    body: 'What was written stays in Assets.',
  };
}
