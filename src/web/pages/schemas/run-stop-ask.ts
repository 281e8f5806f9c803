import { runId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';

export interface RunStopAskView {
  id: string;
}

export async function runStopAsk({ backups, caller, params }: Call<'backups', 'id'>) {
  const { id } = await backups.run(caller.tenant.id, runId(params.id));
  const view: RunStopAskView = { id };
  return show('run-stop-ask', view);
}
