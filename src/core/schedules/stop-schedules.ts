import type { CatalogId, TenantId } from '../kernel/ids.ts';
import { switchOff } from './schedule-steps.ts';
import { changeSchedule, type ScheduleStore } from './schedule.ts';

/**
 * Switches the schedules of these schemas off, because the connection to their site was deleted.
 * They keep their rules. Repeatable.
 */
export async function stopSchedules(
  schedules: ScheduleStore,
  tenantId: TenantId,
  catalogIds: CatalogId[],
): Promise<void> {
  for (const { catalogId, on } of await schedules.find(tenantId, catalogIds)) {
    if (on)
      await changeSchedule(schedules, tenantId, catalogId, (before) =>
        before?.on ? switchOff(before, 'connection-deleted') : undefined,
      );
  }
}
