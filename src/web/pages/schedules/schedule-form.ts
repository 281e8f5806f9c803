/** The form of the schedule popup: what it shows, and what was typed into it. */
import { parseCronRule, type CronRule } from '../../../core/schedules/cron-rule.ts';
import { InvalidInput } from '../../../core/kernel/errors.ts';
import { cronOf, pickedOf, type Picked } from '../../../core/schedules/pickers.ts';
import type { Schedule } from '../../../core/schedules/schedule.ts';
import type { Call } from '../../handling/call.ts';
import { cronWords } from './cron-words.ts';
import { showDate, showSlot } from '../../view/dates.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const FROM_MONDAY = [1, 2, 3, 4, 5, 6, 0];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const EVERY = ['year', 'month', 'week', 'day'] as const;
/** In the night, when fewest people work. */
const FIRST_CRON = '0 2 * * *';
const ZONES = Intl.supportedValuesOf('timeZone').includes('UTC')
  ? Intl.supportedValuesOf('timeZone')
  : ['UTC', ...Intl.supportedValuesOf('timeZone')];

export interface ScheduleForm {
  on: boolean;
  cron: string;
  timeZone: string;
  backUpNow: boolean;
  revision: number;
}

/** As the popup opens: what is stored, or a proposal for a first schedule. The first backup is offered when it is about to be switched on. */
export function storedForm(schedule: Schedule | undefined, { person }: Call): ScheduleForm {
  const { cron = FIRST_CRON, timeZone = person.timeZone, revision = 0 } = schedule ?? {};
  return { on: schedule?.on ?? true, cron, timeZone, backUpNow: !schedule?.on, revision };
}

export function readForm({ form }: Call): ScheduleForm {
  const revision = Number(form['revision']);
  return {
    on: form['on'] === 'on',
    cron: (form['cron'] ?? '').slice(0, 200),
    timeZone: (form['timeZone'] ?? '').trim().slice(0, 100),
    backUpNow: form['backUpNow'] === 'on',
    revision: Number.isInteger(revision) ? revision : 0,
  };
}

/** Whether the pickers were touched after the expression. */
export const byPickers = ({ form }: Call): boolean => form['source'] === 'pickers';

/** The expression that is wanted: the one that was typed, or that of the pickers, whichever was touched last. @throws InvalidInput `daysOfWeek`, `time`, `pickers` */
export function wantedCron(call: Call): string {
  const { form } = call;
  if (!byPickers(call)) return readForm(call).cron;
  const time = timeOf(form);
  const every = EVERY.find((each) => each === form['every']);
  const [dayOfMonth, month] = [Number(form['dayOfMonth'] ?? 1), Number(form['month'] ?? 1)];
  switch (every) {
    case 'day':
      return cronOf({ ...time, every });
    case 'week':
      return cronOf({
        ...time,
        every,
        daysOfWeek:
          form['shown'] === 'week'
            ? DAYS.flatMap((_day, at) => (form[`day${at}`] === 'on' ? [at] : []))
            : [1],
      });
    case 'month':
      return cronOf({ ...time, every, dayOfMonth });
    case 'year':
      return cronOf({ ...time, every, dayOfMonth, month });
    default:
      throw new InvalidInput({ pickers: 'Choose year, month, week or day.' });
  }
}

/** Where no picker showed a time yet: that of the expression, if it has one. */
function timeOf(form: Record<string, string>): { hour: number; minute: number } {
  const [, hour, minute] = /^(\d{2}):(\d{2})/.exec(form['time'] ?? '') ?? [];
  if (hour !== undefined) return { hour: Number(hour), minute: Number(minute) };
  if (form['shown']) throw new InvalidInput({ time: 'Choose a time of day.' });
  const { hours, minutes } = ruleOf(form['cron'] ?? '') ?? parseCronRule(FIRST_CRON);
  return hours.length === 1 && minutes.length === 1
    ? { hour: hours[0]!, minute: minutes[0]! }
    : { hour: 2, minute: 0 };
}

/** What the popup needs. `errors` are by field; `changed` is what somebody else saved meanwhile. */
export function formView(
  id: string,
  name: string,
  form: ScheduleForm,
  schedule: Schedule | undefined,
  call: Call,
  more: { errors?: Readonly<Record<string, string>>; changed?: string } = {},
): object {
  const errors = { ...more.errors };
  const { rule, preview } = previewOf(form, schedule, call, errors);
  return {
    id,
    name,
    ...form,
    errors,
    changed: more.changed,
    stored: more.changed === undefined || !schedule ? undefined : storedView(schedule, call),
    zones: ZONES,
    source: wrongPick(errors) ? 'pickers' : 'cron',
    readable: rule !== undefined,
    pickers: pickersView(rule && pickedOf(rule), rule !== undefined && !errors['cron'], errors),
    preview: { ...preview, timeZone: form.timeZone },
  };
}

/** The live part: words and dates, and the messages of fields that are wrong, put into `errors` unless they have one. */
function previewOf(
  form: ScheduleForm,
  schedule: Schedule | undefined,
  call: Call,
  errors: Record<string, string>,
): { rule: CronRule | undefined; preview: { words?: string; next?: object[] } } {
  try {
    const { rule, next } = call.schedules.preview(schedule, form);
    if (wrongPick(errors)) return { rule, preview: {} };
    return {
      rule,
      preview: { words: cronWords(rule), next: next.map((date) => showSlot(date, form.timeZone)) },
    };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    for (const [field, message] of Object.entries(error.fields)) errors[field] ??= message;
    return { rule: ruleOf(form.cron), preview: {} };
  }
}

function ruleOf(cron: string): CronRule | undefined {
  try {
    return parseCronRule(cron);
  } catch {
    return undefined; // the message stands under the field already
  }
}

const wrongPick = (errors: Record<string, string>): string | undefined =>
  errors['daysOfWeek'] ?? errors['time'] ?? errors['pickers'];

function pickersView(
  picked: Picked | undefined,
  right: boolean,
  errors: Record<string, string>,
): object {
  const [dayOfMonth, month, days] = [
    picked && 'dayOfMonth' in picked ? picked.dayOfMonth : 1,
    picked?.every === 'year' ? picked.month : 1,
    picked?.every === 'week' && !errors['daysOfWeek'] ? picked.daysOfWeek : [],
  ];
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    every: EVERY.map((name) => ({
      name,
      title: `${name[0]!.toUpperCase()}${name.slice(1)}`,
      chosen: picked?.every === name,
    })),
    shown: picked?.every,
    time: picked && !errors['time'] && `${two(picked.hour)}:${two(picked.minute)}`,
    unshowable: right && !picked,
    week: picked?.every === 'week',
    month: picked?.every === 'month' || picked?.every === 'year',
    year: picked?.every === 'year',
    error: wrongPick(errors),
    wrongTime: errors['time'],
    wrongDays: errors['daysOfWeek'],
    days: FROM_MONDAY.map((at) => ({ at, name: DAYS[at], chosen: days.includes(at) })),
    months: MONTHS.map((name, at) => ({ value: at + 1, name, chosen: at + 1 === month })),
    datesOfMonth: Array.from({ length: 31 }, (_none, at) => ({
      value: at + 1,
      chosen: at + 1 === dayOfMonth,
    })),
  };
}

/** A stored schedule in a few words, with who saved it. */
export function storedView(schedule: Schedule, { person }: Call): object {
  const { on, cron, timeZone, savedBy, savedAt } = schedule;
  return {
    on,
    cron,
    words: cronWords(parseCronRule(cron)),
    timeZone,
    savedBy: savedBy.name,
    savedAt: showDate(savedAt, person.timeZone),
  };
}
