import { CronExpressionParser } from 'cron-parser';
import { addDays, localDayOf, momentOf, sameDay, type LocalDay } from '../kernel/time/local-day.ts';
import type { CronRule } from './cron-rule.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../kernel/time/durations.ts';

/** 29 February is at most eight years away. */
const HORIZON_DAYS = 8 * 366;
const HORIZON_MS = (HORIZON_DAYS - 2) * DAY_MS;
/** Slots that were missed are counted over a year. */
const COUNTED_MS = 366 * DAY_MS;

type TimesOfDay = Pick<CronRule, 'hours' | 'minutes'>;

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
 * exist there. The zone's offset is looked at a few times, however many they are.
 */
export function slotsOfDay(
  { hours, minutes }: TimesOfDay,
  day: LocalDay,
  timeZone: string,
): number[] {
  const midnight = evenStart(day, [0, 23], timeZone);
  if (midnight !== undefined)
    return hours.flatMap((hour) => minutesFrom(midnight + hour * HOUR_MS, minutes));
  const moments = hours.flatMap((hour) => {
    const start = evenStart(day, [hour, hour], timeZone);
    if (start !== undefined) return minutesFrom(start, minutes);
    return minutes.flatMap((minute) => momentOf(day, hour, minute, timeZone) ?? []);
  });
  return [...new Set(moments)].sort((a, b) => a - b);
}

/** When the first of these hours begins, where the clock goes evenly up to the end of the last. */
function evenStart(
  day: LocalDay,
  [first, last]: [number, number],
  timeZone: string,
): number | undefined {
  const start = momentOf(day, first, 0, timeZone);
  const end = momentOf(day, last, 59, timeZone);
  if (start === undefined || end === undefined) return undefined;
  return end - start === (last - first) * HOUR_MS + 59 * MINUTE_MS ? start : undefined;
}

const minutesFrom = (hourMs: number, minutes: readonly number[]): number[] =>
  minutes.map((minute) => hourMs + minute * MINUTE_MS);

/**
 * The first and the last of them, or the only one, of a day on which the clock goes evenly;
 * undefined of another.
 */
export function edgesOfEvenDay(
  { hours, minutes }: TimesOfDay,
  day: LocalDay,
  timeZone: string,
): number[] | undefined {
  const midnight = evenStart(day, [0, 23], timeZone);
  if (midnight === undefined) return undefined;
  const momentAt = (hour = 0, minute = 0): number => midnight + hour * HOUR_MS + minute * MINUTE_MS;
  const edges = [momentAt(hours[0], minutes[0]), momentAt(hours.at(-1), minutes.at(-1))];
  return [...new Set(edges)];
}

/** How many moments `slotsOfDay` gives, without making them. */
function countSlotsOfDay(rule: TimesOfDay, day: LocalDay, timeZone: string): number {
  return evenStart(day, [0, 23], timeZone) === undefined
    ? slotsOfDay(rule, day, timeZone).length
    : rule.hours.length * rule.minutes.length;
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
 * it. The work is one look a day that has slots, whatever their number, over a year: what is older
 * is not counted. Only where that has no slot, the latest one of eight years is looked for.
 */
export function latestSlot(
  rule: CronRule,
  timeZone: string,
  fromMs: number,
  nowMs: number,
): { slot: number; missed: number } {
  const ofYear = latestAfter(rule, timeZone, Math.max(fromMs, nowMs - COUNTED_MS), nowMs);
  if (ofYear.slot !== undefined) return { ...ofYear, slot: ofYear.slot };
  const older = latestAfter(rule, timeZone, Math.max(fromMs, nowMs - HORIZON_MS), nowMs);
  return { slot: older.slot ?? fromMs, missed: older.missed };
}

/** Of the slots after a moment, up to another: the last one, and how many they are. */
function latestAfter(
  rule: CronRule,
  timeZone: string,
  afterMs: number,
  nowMs: number,
): { slot: number | undefined; missed: number } {
  const isCounted = (slot: number): boolean => slot > afterMs && slot <= nowMs;
  const firstDay = localDayOf(afterMs, timeZone);
  const today = localDayOf(nowMs, timeZone);
  let missed = 0;
  let lastDay: LocalDay | undefined;
  for (const day of daysFrom(rule, firstDay)) {
    if (isAfter(day, today)) break;
    const isWhole = !sameDay(day, firstDay) && !sameDay(day, today);
    const slots = isWhole
      ? countSlotsOfDay(rule, day, timeZone)
      : slotsOfDay(rule, day, timeZone).filter(isCounted).length;
    if (slots > 0) lastDay = day;
    missed += slots;
  }
  const slot = lastDay && slotsOfDay(rule, lastDay, timeZone).findLast(isCounted);
  return { slot, missed };
}

const isAfter = (a: LocalDay, b: LocalDay): boolean =>
  Date.UTC(a.year, a.month - 1, a.day) > Date.UTC(b.year, b.month - 1, b.day);
