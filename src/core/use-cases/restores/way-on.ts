import { runId, type RunId } from '../../kernel/ids.ts';
import type { RestoreRun } from '../../restores/restore-kind.ts';
import { replanOf } from '../../restores/write/run-restore.ts';

/** How a restore that ended before its time can be taken further. */
export interface WayOn {
  /** It continues where it was. */
  resumable: boolean;
  /** Why it cannot go on, where one would expect it to. */
  closed?: string | undefined;
  /** The plan that is made instead of the one that does not hold any more. */
  newPlanId?: RunId | undefined;
  /** The reviewed plan, where something chosen there has to change first. */
  planId?: RunId | undefined;
}

/** What a restore writes to and no longer exists. */
export type Gone = 'schema' | 'target';

const SCHEMA_GONE =
  "This restore can't be resumed: its schema was deleted from Assets. Restore the backup again, into a new schema.";
const TARGET_GONE =
  "This restore can't be resumed: its target instance was deleted. Add the target instance again, then restore the backup again.";
const BACKUP_GONE = "This restore can't be resumed: its backup was deleted.";

/**
 * A restore whose plan does not hold any more has written nothing: it continues a new plan. One
 * whose schema, target instance or backup was deleted does not go on.
 */
export function wayOn(
  run: Pick<RestoreRun, 'id' | 'state' | 'errorCode' | 'input'>,
  there: { hasBackup?: boolean; gone?: Gone | undefined } = {},
): WayOn {
  const { id, state, errorCode, input } = run;
  if (errorCode === 'plan-changed') return { resumable: false, newPlanId: replanOf(id) };
  if (state !== 'stopped' && state !== 'failed') return { resumable: false };
  const gone = errorCode === 'schema-gone' ? 'schema' : there.gone;
  const closed = whyClosed(gone, there.hasBackup ?? true);
  if (closed !== undefined) return { resumable: false, closed };
  const { planId } = input;
  if (errorCode === 'name-taken' && planId !== undefined)
    return { resumable: true, planId: runId(planId) };
  return { resumable: true };
}

function whyClosed(gone: Gone | undefined, hasBackup: boolean): string | undefined {
  if (gone === 'schema') return SCHEMA_GONE;
  if (gone === 'target') return TARGET_GONE;
  return hasBackup ? undefined : BACKUP_GONE;
}
