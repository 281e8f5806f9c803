import { runId } from '../../../core/kernel/ids.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';

export interface RunStopAskView {
  id: string;
  /** What such a run is called. */
  title: string;
  effect: string;
}

export async function runStopAsk({ runs, caller, params }: Call<'runs', 'id'>) {
  const { run, title, stop } = await runs.stoppable(caller.tenant.id, runId(params.id));
  const view: RunStopAskView = { id: run.id, title, effect: stop.effect };
  return show('run-stop-ask', view);
}
