import type { GridRow } from '../../../core/use-cases/schemas/grid.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import type { Reader } from '../../view/reader.ts';
import { DAY_MS } from '../../../core/kernel/time/durations.ts';

/** A tick comes every second. */
const AFTER_SLOT_MS = 3_000;

/** A schema's schedule in the grid. */
export interface ScheduleLineView {
  auto: boolean;
  next?: ShownDate | undefined;
  note?: string | undefined;
  /** When the page has to look again, because its slot has come, or a day has gone by. */
  refreshMs?: number | undefined;
}

export function scheduleLineView({ schema, schedule }: GridRow, reader: Reader): ScheduleLineView {
  if (!schedule?.on)
    return {
      auto: false,
      note: schedule?.switchedOff && 'Switched off when the connection was deleted.',
    };
  if (schema.status === 'deleted')
    return { auto: true, note: 'Paused: this schema no longer exists in Assets.' };
  if (!schedule.nextSlotAt) return { auto: true, note: 'No date in the next few years.' };
  const untilMs = schedule.nextSlotAt.getTime() - reader.nowMs;
  return {
    auto: true,
    next: showDate(schedule.nextSlotAt, reader),
    refreshMs: Math.min(Math.max(0, untilMs), DAY_MS) + AFTER_SLOT_MS,
  };
}
