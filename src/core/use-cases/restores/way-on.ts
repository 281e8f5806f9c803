import { runId, type RunId } from '../../kernel/ids.ts';
import type { RestoreRun } from '../../restores/restore-kind.ts';
import { replanOf } from '../../restores/write/run-restore.ts';

/** How a restore that ended before its time can be taken further. */
export interface WayOn {
  /** It goes on where it was. */
  resumable: boolean;
  /** Why it cannot go on, where one would expect it to. */
  closed?: string | undefined;
  /** The plan that is made in place of the one that does not hold any more. */
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
 * A restore whose plan does not hold any more has written nothing: it goes on with a new plan. One
 * whose schema, target instance or backup was deleted does not go on.
 */
export function wayOn(
  { id, state, errorCode, input }: Pick<RestoreRun, 'id' | 'state' | 'errorCode' | 'input'>,
  { hasBackup = true, gone }: { hasBackup?: boolean; gone?: Gone | undefined } = {},
): WayOn {
  if (errorCode === 'plan-changed') return { resumable: false, newPlanId: replanOf(id) };
  const hasEnded = state === 'stopped' || state === 'failed';
  if (hasEnded && (errorCode === 'schema-gone' || gone === 'schema'))
    return { resumable: false, closed: SCHEMA_GONE };
  if (hasEnded && gone === 'target') return { resumable: false, closed: TARGET_GONE };
  if (hasEnded && !hasBackup) return { resumable: false, closed: BACKUP_GONE };
  if (errorCode === 'name-taken' && input.planId !== undefined)
    return { resumable: true, planId: runId(input.planId) };
  return { resumable: hasEnded };
}
