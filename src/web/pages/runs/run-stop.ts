import { runId } from '../../../core/kernel/ids.ts';
import type { StoppableRun } from '../../../core/use-cases/runs/runs.ts';
import type { Call } from '../../handling/call.ts';
import type { EffectsReply, Flag } from '../../handling/reply.ts';
import { requesterOf } from '../../identity/caller.ts';

/** Of any kind that can be stopped; every list that may show the run is refreshed. */
export async function runStop({ runs, caller, params }: Call<'runs', 'id'>): Promise<EffectsReply> {
  const stopped = await runs.stop(caller.tenant.id, runId(params.id), requesterOf(caller));
  return {
    events: ['close-dialog', 'grid-changed', 'backups-changed', 'restore-changed'],
    flag: flagOf(stopped),
  };
}

function flagOf({ run: { state }, title, stop, schemaName }: StoppableRun): Flag {
  const what = schemaName === undefined ? `the ${title}` : `the ${title} of ${schemaName}`;
  if (state === 'complete' || state === 'failed')
    return { type: 'info', title: `${capitalized(what)} had already ended` };
  return { type: 'success', title: `Stopping ${what}`, body: stop.done };
}

const capitalized = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
