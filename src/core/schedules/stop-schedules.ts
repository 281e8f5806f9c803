import type { TenantId } from '../kernel/ids.ts';
import { switchOff } from './schedule-steps.ts';
import { changeSchedule, type ScheduleStore } from './schedule.ts';

/**
 * Switches all the tenant's schedules off, because the connection was deleted. They keep their
 * rules. Repeatable.
 */
export async function stopSchedules(schedules: ScheduleStore, tenantId: TenantId): Promise<void> {
  for (const { catalogId, on } of await schedules.find(tenantId)) {
    if (on)
      await changeSchedule(schedules, tenantId, catalogId, (before) =>
        before?.on ? switchOff(before, 'connection-deleted') : undefined,
      );
  }
}
