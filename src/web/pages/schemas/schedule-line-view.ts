import type { GridRow } from '../../../core/use-cases/schemas/grid.ts';
import { isOverdue } from '../../../core/use-cases/schemas/protection-of.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import type { Reader } from '../../view/reader.ts';
import { DAY_MS } from '../../../core/kernel/time/durations.ts';

/** A tick comes every second. */
const AFTER_SLOT_MS = 3_000;

/** A schema's schedule in the grid. */
export interface ScheduleLineView {
  auto: boolean;
  /** There is no good backup since the last scheduled time. */
  isOverdue: boolean;
  next?: ShownDate | undefined;
  note?: string | undefined;
  /** When the page has to look again, because its slot has come, or a day has gone by. */
  refreshMs?: number | undefined;
}

export function scheduleLineView(row: GridRow, reader: Reader): ScheduleLineView {
  const { schema, schedule } = row;
  if (!schedule?.on)
    return {
      auto: false,
      isOverdue: false,
      note: schedule?.switchedOff && 'Switched off when the connection was deleted.',
    };
  const isLate = isOverdue(schema, schedule, reader.nowMs);
  const line = { auto: true, isOverdue: isLate, note: noteOf(row, isLate) };
  if (schema.status === 'deleted' || !schedule.nextSlotAt) return line;
  const untilMs = schedule.nextSlotAt.getTime() - reader.nowMs;
  return {
    ...line,
    next: showDate(schedule.nextSlotAt, reader),
    refreshMs: Math.min(Math.max(0, untilMs), DAY_MS) + AFTER_SLOT_MS,
  };
}

function noteOf({ schema, schedule }: GridRow, isLate: boolean): string | undefined {
  if (schema.status === 'deleted') return 'Paused: this schema no longer exists in Assets.';
  if (!schedule?.nextSlotAt) return 'No date in the next few years.';
  return isLate && !schema.lastError ? 'The last scheduled backup is missing.' : undefined;
}
