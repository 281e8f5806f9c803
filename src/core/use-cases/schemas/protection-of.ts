import type { CatalogSchema } from '../../catalog/catalog-store.ts';
import { MINUTE_MS } from '../../kernel/time/durations.ts';
import type { Schedule } from '../../schedules/schedule.ts';

/** By then a slot has its run even if the service was just being started. */
const ROOM_MS = 15 * MINUTE_MS;

/**
 * `protected`: a schedule that is on, and a last backup that is good. `failing`: a schedule that is
 * on, and a failure since the last good backup, a backup that is overdue, or none yet.
 * `unscheduled`: no schedule, or one that is off.
 */
export type ProtectionState = 'protected' | 'failing' | 'unscheduled';

/** Undefined for a schema that is not in Assets: nothing can protect it. */
export function protectionOf(
  schema: CatalogSchema,
  schedule: Schedule | undefined,
  nowMs: number,
): ProtectionState | undefined {
  const { status, lastBackupAt, lastError } = schema;
  if (status !== 'active') return undefined;
  if (!schedule?.on) return 'unscheduled';
  const isGood = lastBackupAt !== undefined && !lastError && !isOverdue(schema, schedule, nowMs);
  return isGood ? 'protected' : 'failing';
}

/**
 * Whether there is no good backup since the schedule last promised one, for whatever reason: a slot
 * that was skipped leaves no failure behind. What a run does to the schema right now is waited for.
 */
export function isOverdue(
  { status, activeRunId, lastBackupAt }: CatalogSchema,
  schedule: Schedule,
  nowMs: number,
): boolean {
  if (status !== 'active' || !schedule.on || activeRunId !== undefined) return false;
  const promisedMs = lastPromiseMs(schedule, nowMs);
  if (promisedMs === undefined || nowMs - promisedMs < ROOM_MS) return false;
  return lastBackupAt === undefined || lastBackupAt.getTime() < promisedMs;
}

/** The latest slot that has come; undefined before the first. */
function lastPromiseMs({ nextSlotAt, lastSlot }: Schedule, nowMs: number): number | undefined {
  const nextMs = nextSlotAt?.getTime() ?? Infinity;
  return nextMs <= nowMs ? nextMs : lastSlot?.at.getTime();
}
