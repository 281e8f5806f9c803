import { backupKind } from '../../../core/backups/backup-kind.ts';
import { runId } from '../../../core/kernel/ids.ts';
import { isOfKind } from '../../../core/runs/run-kind.ts';
import type { StoppableRun } from '../../../core/use-cases/runs/runs.ts';
import type { Call } from '../../handling/call.ts';
import { show } from '../../handling/reply.ts';

export interface RunStopAskView {
  id: string;
  question: string;
  /** What Stop is called. */
  button: string;
  effect: string;
}

export async function runStopAsk({ runs, caller, params }: Call<'runs', 'id'>) {
  const stoppable = await runs.stoppable(caller.tenant.id, runId(params.id));
  const view: RunStopAskView = {
    id: stoppable.run.id,
    question: questionOf(stoppable),
    button: `Stop ${stoppable.title}`,
    effect: stoppable.stop.effect,
  };
  return show('run-stop-ask', view);
}

function questionOf({ run, title, schemaName }: StoppableRun): string {
  if (schemaName === undefined) return `Stop this ${title}?`;
  return isOfKind(run, backupKind)
    ? `Stop backing up ${schemaName}?`
    : `Stop this ${title} of ${schemaName}?`;
}
