import type { RunId } from '../../kernel/ids.ts';
import { replanOf } from '../../restores/write/run-restore.ts';
import type { Run } from '../../runs/run.ts';

/** How a restore that ended before its time can be taken further. */
export interface WayOn {
  /** It goes on where it was. */
  resumable: boolean;
  /** Why it cannot go on, where one would expect it to. */
  closed?: string | undefined;
  /** The plan that is made in place of the one that does not hold any more. */
  newPlanId?: RunId | undefined;
}

const SCHEMA_GONE =
  "This restore can't be resumed: its schema was deleted from Assets. Restore the backup again, into a new schema.";
const BACKUP_GONE = "This restore can't be resumed: its backup was deleted.";

/**
 * A restore whose plan does not hold any more has written nothing: it goes on with a new plan. One
 * whose schema or backup was deleted does not go on.
 */
export function wayOn(
  { id, state, errorCode }: Run,
  { hasBackup = true, hasSchema = true }: { hasBackup?: boolean; hasSchema?: boolean } = {},
): WayOn {
  if (errorCode === 'plan-changed') return { resumable: false, newPlanId: replanOf(id) };
  const hasEnded = state === 'stopped' || state === 'failed';
  if (hasEnded && (errorCode === 'schema-gone' || !hasSchema))
    return { resumable: false, closed: SCHEMA_GONE };
  if (hasEnded && !hasBackup) return { resumable: false, closed: BACKUP_GONE };
  return { resumable: state === 'stopped' || state === 'failed' };
}
