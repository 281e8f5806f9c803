import { CronExpressionParser } from 'cron-parser';
import { addDays, localDayOf, momentOf, type LocalDay } from '../kernel/local-day.ts';
import type { CronRule } from './cron-rule.ts';

/** 29 February is at most eight years away. */
const HORIZON_DAYS = 8 * 366;

/**
 * The days of the calendar on which the rule has slots, from a day on, for eight years. cron-parser
 * finds them, on a calendar without any change of the clock: what the clock of a zone does to a
 * time of day is all that it cannot say (it skips 02:15 where half an hour is left out).
 */
export function* daysFrom(
  { expression, daysOfMonth, months, daysOfWeek }: CronRule,
  first: LocalDay,
): Generator<LocalDay, void, undefined> {
  const typed = expression.split(' ').slice(2);
  const dayFields = [daysOfMonth, months, daysOfWeek].map((values, at) =>
    typed[at] === '*' ? '*' : values.join(','),
  ); // it refuses lists that name a value twice
  const from = Date.UTC(first.year, first.month - 1, first.day);
  const end = addDays(first, HORIZON_DAYS);
  const days = CronExpressionParser.parse(`0 0 ${dayFields.join(' ')}`, {
    tz: 'UTC',
    currentDate: new Date(from - 1),
    endDate: new Date(Date.UTC(end.year, end.month - 1, end.day)),
  });
  while (days.hasNext()) {
    const day = days.next().toDate();
    yield { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() };
  }
}

/**
 * The rule's moments on one of its days in a zone, in order, each once; none on a day that does not
 * exist there.
 */
export function slotsOfDay(
  { hours, minutes }: Pick<CronRule, 'hours' | 'minutes'>,
  day: LocalDay,
  timeZone: string,
): number[] {
  const moments = hours.flatMap((hour) =>
    minutes.map((minute) => momentOf(day, hour, minute, timeZone)),
  );
  return [...new Set(moments.filter((moment) => moment !== undefined))].sort((a, b) => a - b);
}

/** The slots after a moment, soonest first; ends after eight years. */
export function* slotsAfter(
  rule: CronRule,
  timeZone: string,
  afterMs: number,
): Generator<number, void, undefined> {
  for (const day of daysFrom(rule, localDayOf(afterMs, timeZone)))
    for (const slot of slotsOfDay(rule, day, timeZone)) if (slot > afterMs) yield slot;
}

/** The first slot after a moment. */
export function nextSlot(rule: CronRule, timeZone: string, afterMs: number): number | undefined {
  return slotsAfter(rule, timeZone, afterMs).next().value ?? undefined;
}

/**
 * The last slot of those from `fromMs`, which is one itself, to `nowMs`, and how many come before
 * it.
 */
export function latestSlot(
  rule: CronRule,
  timeZone: string,
  fromMs: number,
  nowMs: number,
): { slot: number; missed: number } {
  let slot = fromMs;
  let missed = 0;
  for (const later of slotsAfter(rule, timeZone, fromMs)) {
    if (later > nowMs) break;
    slot = later;
    missed += 1;
  }
  return { slot, missed };
}
