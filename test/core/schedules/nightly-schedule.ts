import { catalogId, tenantId } from '../../../src/core/kernel/ids.ts';
import { editSchedule, type ScheduleEdit } from '../../../src/core/schedules/schedule-steps.ts';
import type { Schedule } from '../../../src/core/schedules/schedule.ts';

/** In minutes, as the least time between two slots is. */
export const DAY = 1_440;
export const key = { tenantId: tenantId('alice'), catalogId: catalogId('things') };
export const edit: ScheduleEdit = {
  on: true,
  cron: '0 2 * * *',
  timeZone: 'UTC',
  by: { accountId: '1', name: 'Alice' },
};
export const at = (iso: string): number => Date.parse(iso);
export const iso = (date: Date | undefined): string | undefined => date?.toISOString().slice(0, 16);

/** `more`: what differs from every night at two. */
export const save = (
  before: Schedule | undefined,
  more: Partial<ScheduleEdit>,
  now: string,
  minimum = DAY,
): Schedule =>
  editSchedule(before, key, { ...edit, ...more }, { nowMs: at(now), minimumMinutes: minimum });

/** Every night at two, from noon on. */
export const nightlySchedule = save(undefined, {}, '2026-11-24T12:00Z');
