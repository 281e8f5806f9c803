import { z } from 'zod';
import { InvalidInput } from '../../../core/kernel/errors.ts';
import { parseCronRule } from '../../../core/schedules/cron-rule.ts';
import { cronOf } from '../../../core/schedules/picked.ts';
import type { Schedule } from '../../../core/schedules/schedule.ts';
import type { ScheduleInput } from '../../../core/use-cases/schedules/schedules.ts';
import { checkbox, oneOfOrNone, text, type Fields } from '../../forms/fields.ts';
import { readChosenParts } from '../../forms/read-chosen-parts.ts';
import type { Reader } from '../../view/reader.ts';

/** In the night, when fewest people work. */
const FIRST_CRON = '0 2 * * *';
const FIRST_TIME = { hour: 2, minute: 0 };
const MONDAY = 1;
const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6];

export const EVERY = ['year', 'month', 'week', 'day'] as const;

const ScheduleFields = z.object({
  on: checkbox(),
  cron: text(200),
  timeZone: z
    .string()
    .default('')
    .transform((typed) => typed.trim().slice(0, 100)),
  backUpNow: checkbox(),
  revision: z.coerce.number().int().catch(0),
  /** Whether the pickers or the expression were touched last. */
  source: z.enum(['pickers', 'cron']).catch('cron'),
  every: oneOfOrNone(EVERY),
  /** The kind of rule whose pickers were shown. */
  shown: z.string().default(''),
  time: z.string().default(''),
  dayOfMonth: z.string().default('1').transform(Number),
  month: z.string().default('1').transform(Number),
});

/** The form of the schedule popup as it was sent. */
export interface ScheduleForm extends z.infer<typeof ScheduleFields> {
  daysOfWeek: number[];
  parts: string[] | undefined;
}

export function readScheduleForm(fields: Fields): ScheduleForm {
  const daysOfWeek = WEEKDAYS.filter((at) => fields[`day${at}`] === 'on');
  return { ...ScheduleFields.parse(fields), daysOfWeek, parts: readChosenParts(fields) };
}

/** What the form says of the schedule itself, with the expression as it was typed. */
export const inputOf = ({
  on,
  cron,
  timeZone,
  parts,
  backUpNow,
  revision,
}: ScheduleForm): ScheduleInput => ({ on, cron, timeZone, parts, backUpNow, revision });

/**
 * As the popup opens: what is stored, or a proposal for a first schedule. The first backup is
 * offered when it is about to be switched on.
 */
export function storedInput(schedule: Schedule | undefined, reader: Reader): ScheduleInput {
  const { cron = FIRST_CRON, timeZone = reader.timeZone, revision = 0 } = schedule ?? {};
  const parts = schedule?.parts;
  return { on: schedule?.on ?? true, cron, timeZone, parts, backUpNow: !schedule?.on, revision };
}

/**
 * The expression that is wanted: the one that was typed, or that of the pickers, whichever was
 * touched last.
 * @throws InvalidInput `daysOfWeek`, `time`, `pickers`
 */
export function wantedCron(form: ScheduleForm): string {
  if (form.source !== 'pickers') return form.cron;
  const { every, dayOfMonth, month } = form;
  const time = timeOf(form);
  switch (every) {
    case 'day':
      return cronOf({ ...time, every });
    case 'week': {
      const daysOfWeek = form.shown === 'week' ? form.daysOfWeek : [MONDAY];
      return cronOf({ ...time, every, daysOfWeek });
    }
    case 'month':
      return cronOf({ ...time, every, dayOfMonth });
    case 'year':
      return cronOf({ ...time, every, dayOfMonth, month });
    default:
      throw new InvalidInput({ pickers: 'Choose year, month, week or day.' });
  }
}

/** If no picker has shown a time yet: the time of the expression, if it has one. */
function timeOf({ time, shown, cron }: ScheduleForm): { hour: number; minute: number } {
  const [, typedHour, typedMinute] = /^(\d{2}):(\d{2})/.exec(time) ?? [];
  if (typedHour !== undefined) return { hour: Number(typedHour), minute: Number(typedMinute) };
  if (shown) throw new InvalidInput({ time: 'Choose a time of day.' });
  const { hours, minutes } = parseOrNone(cron) ?? parseCronRule(FIRST_CRON);
  const [hour, otherHour] = hours;
  const [minute, otherMinute] = minutes;
  const isOneTime = otherHour === undefined && otherMinute === undefined;
  if (!isOneTime || hour === undefined || minute === undefined) return FIRST_TIME;
  return { hour, minute };
}

/** Undefined where the expression cannot be read: the message stands under its field. */
export function parseOrNone(cron: string) {
  try {
    return parseCronRule(cron);
  } catch {
    return undefined;
  }
}
