import type { CronRule } from '../../../core/schedules/cron-rule.ts';
import { pickedOf, type Picked } from '../../../core/schedules/picked.ts';
import { timeText } from '../../view/words/cron-words.ts';
import type { FieldErrors } from '../../forms/fields.ts';
import { EVERY } from './schedule-form.ts';
import { CALENDAR_NAMES } from '../../view/words/calendar-names.ts';

/**
 * The pickers of the popup (`partials/schedules/schedule-pickers.hbs`), set as the expression says.
 */
export interface PickersView {
  every: { name: string; title: string; chosen: boolean }[];
  /** The kind of rule whose pickers are shown. */
  shown: Picked['every'] | undefined;
  time: string | undefined;
  /** No picker can show this rule. */
  unshowable: boolean;
  week: boolean;
  month: boolean;
  year: boolean;
  error: string | undefined;
  wrongTime: string | undefined;
  wrongDays: string | undefined;
  days: { at: number; name: string; short: string; chosen: boolean }[];
  months: { value: number; name: string; chosen: boolean }[];
  datesOfMonth: { value: number; chosen: boolean }[];
}

const TITLES = { year: 'Year', month: 'Month', week: 'Week', day: 'Day' };
const { days: DAYS, months: MONTHS } = CALENDAR_NAMES;
const MONDAY = 1;
/** Weeks begin with Monday on the page, with Sunday in a rule. */
const DAYS_FROM_MONDAY = DAYS.map((_name, index) => {
  const at = (index + MONDAY) % DAYS.length;
  return { at, name: DAYS[at] ?? '' };
});
const DATES_OF_MONTH = Array.from({ length: 31 }, (_none, at) => at + 1);

/** What is wrong with what was picked. */
export const pickErrorOf = (errors: FieldErrors): string | undefined =>
  errors['daysOfWeek'] ?? errors['time'] ?? errors['pickers'];

export function pickersView(rule: CronRule | undefined, errors: FieldErrors): PickersView {
  const picked = rule && pickedOf(rule);
  const isRight = rule !== undefined && !errors['cron'];
  const { dayOfMonth, month, daysOfWeek } = chosenOf(picked, errors);
  return {
    every: EVERY.map((name) => ({ name, title: TITLES[name], chosen: picked?.every === name })),
    shown: picked?.every,
    time: picked && !errors['time'] ? timeText(picked) : undefined,
    unshowable: isRight && !picked,
    week: picked?.every === 'week',
    month: picked?.every === 'month' || picked?.every === 'year',
    year: picked?.every === 'year',
    error: pickErrorOf(errors),
    wrongTime: errors['time'],
    wrongDays: errors['daysOfWeek'],
    days: DAYS_FROM_MONDAY.map(({ at, name }) => ({
      at,
      name,
      short: name.slice(0, 3),
      chosen: daysOfWeek.includes(at),
    })),
    months: MONTHS.map((name, at) => ({ value: at + 1, name, chosen: at + 1 === month })),
    datesOfMonth: DATES_OF_MONTH.map((value) => ({ value, chosen: value === dayOfMonth })),
  };
}

/** Pickers that the rule does not use stand at their first value. */
function chosenOf(picked: Picked | undefined, errors: FieldErrors) {
  const hasDays = picked?.every === 'week' && !errors['daysOfWeek'];
  return {
    dayOfMonth: picked && 'dayOfMonth' in picked ? picked.dayOfMonth : 1,
    month: picked?.every === 'year' ? picked.month : 1,
    daysOfWeek: hasDays ? picked.daysOfWeek : [],
  };
}
