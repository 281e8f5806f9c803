import { z } from 'zod';
import type { DailySchedule } from '../../../core/use-cases/overview/protection.ts';
import { checkbox, oneOf, text, type Fields } from '../../forms/fields.ts';

const MAX_ZONE = 100;
const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** What was typed about a daily schedule of several schemas. */
const BulkScheduleForm = z.object({
  at: text(5),
  windowMinutes: oneOf(['0', '60', '120', '240'], '120'),
  timeZone: text(MAX_ZONE),
  backUpNow: checkbox(),
});
export type BulkScheduleForm = z.infer<typeof BulkScheduleForm>;

export const readBulkScheduleForm = (fields: Fields): BulkScheduleForm =>
  BulkScheduleForm.parse(fields);

/** Undefined if the time of day is invalid. */
export function toDailySchedule(form: BulkScheduleForm): DailySchedule | undefined {
  const [, hour, minute] = TIME.exec(form.at) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  return {
    startMinute: Number(hour) * 60 + Number(minute),
    windowMinutes: Number(form.windowMinutes),
    timeZone: form.timeZone,
    backUpNow: form.backUpNow,
  };
}
