import cronstrue from 'cronstrue';
import type { CronRule } from '../../../core/schedules/cron-rule.ts';
import { pickedOf, type Picked } from '../../../core/schedules/picked.ts';
import { CALENDAR_NAMES } from './calendar-names.ts';

const { days: DAYS, months: MONTHS } = CALENDAR_NAMES;
const WORKDAYS = '1,2,3,4,5';
const LAST_DAY_OF = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const LEAP_DAY = 29;

const listed = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/**
 * A rule in words: "Every Monday and Thursday at 02:00"; one that no picker can show in those of
 * cronstrue.
 */
export function cronWords(rule: CronRule): string {
  const picked = pickedOf(rule);
  if (picked) return `Every ${dayWords(picked)} at ${timeText(picked)}`;
  const words = cronstrue.toString(rule.expression, { use24HourTimeFormat: true, verbose: true });
  return rule.eitherDay ? `${words}: every day that matches either of the two` : words;
}

export const timeText = ({ hour, minute }: Pick<Picked, 'hour' | 'minute'>): string =>
  `${twoDigits(hour)}:${twoDigits(minute)}`;
const twoDigits = (value: number): string => String(value).padStart(2, '0');

function dayWords(picked: Picked): string {
  switch (picked.every) {
    case 'day':
      return 'day';
    case 'week':
      return weekWords(picked.daysOfWeek);
    case 'month':
      return `month on day ${picked.dayOfMonth}`;
    case 'year':
      return `year on ${picked.dayOfMonth} ${MONTHS[picked.month - 1]}`;
  }
}

/** Weeks begin on Monday. */
function weekWords(daysOfWeek: readonly number[]): string {
  const fromMonday = daysOfWeek.toSorted((a, b) => ((a + 6) % 7) - ((b + 6) % 7));
  if (fromMonday.join(',') === WORKDAYS) return 'weekday, Monday to Friday,';
  return listed.format(fromMonday.flatMap((day) => DAYS[day] ?? []));
}

/**
 * What the rule skips because months or years lack all of its days; undefined if it skips nothing.
 */
export function skippedWords({ daysOfMonth, months, eitherDay }: CronRule): string | undefined {
  const first = Math.min(...daysOfMonth);
  const skipped = months.filter((month) => first > (LAST_DAY_OF[month - 1] ?? 0));
  const [only, another] = skipped;
  if (eitherDay || only === undefined) return undefined;
  if (months.length === 1) return 'Only leap years have a 29 February: other years are skipped.';
  if (first === LEAP_DAY) return 'February is skipped, except in leap years: it has no day 29.';
  const names = listed.format(skipped.map((month) => MONTHS[month - 1] ?? ''));
  return another === undefined
    ? `${names} is skipped: it has no day ${first}.`
    : `${names} are skipped: they have no day ${first}.`;
}
