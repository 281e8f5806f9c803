import type { CatalogSchema } from '../../catalog/catalog-store.ts';
import type { Schedule } from '../../schedules/schedule.ts';

/**
 * `protected`: a schedule that is on, and a last backup that is good. `failing`: a schedule that is
 * on, and a failure since the last good backup, or none yet. `unscheduled`: no schedule, or one
 * that is off.
 */
export type ProtectionState = 'protected' | 'failing' | 'unscheduled';

/** Undefined for a schema that is not in Assets: nothing can protect it. */
export function protectionOf(
  { status, lastBackupAt, lastError }: CatalogSchema,
  schedule: Pick<Schedule, 'on'> | undefined,
): ProtectionState | undefined {
  if (status !== 'active') return undefined;
  if (!schedule?.on) return 'unscheduled';
  return lastBackupAt && !lastError ? 'protected' : 'failing';
}
