import type { CronRule } from './cron-rule.ts';
import { addDays, dayOfWeek, localDayOf, momentOf, type LocalDay } from '../local-time.ts';

/** 29 February is at most eight years away. */
const HORIZON_DAYS = 8 * 366;

/** Whether the rule has slots on this day of the calendar. */
export function fitsDay(rule: CronRule, day: LocalDay): boolean {
  if (!rule.months.includes(day.month)) return false;
  const ofMonth = rule.daysOfMonth.includes(day.day);
  const ofWeek = rule.daysOfWeek.includes(dayOfWeek(day));
  return rule.eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
}

/** The rule's moments on one day in a zone, in order, each once; none on a day that does not exist there. */
export function slotsOfDay(rule: CronRule, day: LocalDay, timeZone: string): number[] {
  if (!fitsDay(rule, day)) return [];
  const moments = rule.hours.flatMap((hour) => rule.minutes.map((minute) => momentOf(day, hour, minute, timeZone)));
  return [...new Set(moments.filter((moment) => moment !== undefined))].sort((a, b) => a - b);
}

/** The slots after a moment, soonest first; ends after eight years. */
export function* slotsAfter(rule: CronRule, timeZone: string, afterMs: number): Generator<number, void, undefined> {
  const first = localDayOf(afterMs, timeZone);
  for (let days = 0; days <= HORIZON_DAYS; days += 1) {
    for (const slot of slotsOfDay(rule, addDays(first, days), timeZone)) if (slot > afterMs) yield slot;
  }
}

/** The first slot after a moment. */
export function nextSlot(rule: CronRule, timeZone: string, afterMs: number): number | undefined {
  return slotsAfter(rule, timeZone, afterMs).next().value ?? undefined;
}

/** The last slot of those from `fromMs`, which is one itself, to `nowMs`, and how many come before it. */
export function latestSlot(rule: CronRule, timeZone: string, fromMs: number, nowMs: number): { slot: number; missed: number } {
  let slot = fromMs;
  let missed = 0;
  for (const later of slotsAfter(rule, timeZone, fromMs)) {
    if (later > nowMs) break;
    slot = later;
    missed += 1;
  }
  return { slot, missed };
}
