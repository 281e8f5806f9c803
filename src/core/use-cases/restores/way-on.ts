import type { RunId } from '../../kernel/ids.ts';
import { replanOf } from '../../restores/write/run-restore.ts';
import type { Run } from '../../runs/run.ts';

/** How a restore that ended before its time can be taken further. */
export interface WayOn {
  /** It goes on where it was. */
  resumable: boolean;
  /** The plan that is made in place of the one that does not hold any more. */
  newPlanId?: RunId | undefined;
}

/** A restore whose plan does not hold any more has written nothing: it goes on with a new plan. */
export function wayOn({ id, state, errorCode }: Run): WayOn {
  if (errorCode === 'plan-changed') return { resumable: false, newPlanId: replanOf(id) };
  return { resumable: state === 'stopped' || state === 'failed' };
}
