import { InvalidInput } from '../kernel/errors.ts';
import type { CronRule } from './cron-rule.ts';
import { addDays, localDayOf, sameDay } from '../kernel/time/local-day.ts';
import { daysFrom, edgesOfEvenDay, slotsAfter, slotsOfDay } from './next-slot.ts';
import { MINUTE_MS } from '../kernel/time/durations.ts';

const DAY_MINUTES = 1_440;
/** Four years hold every kind of month and every change of the clock. */
const YEARS_DAYS = 4 * 366;

/**
 * Refuses rules that fire more often than the operator allows. From a day on it is the number of
 * times in a day that counts, and no local day has two; below that it is the smallest distance
 * between two slots over the next four years of the zone's own calendar. @throws InvalidInput
 * `cron`
 */
export function assertRareEnough(
  rule: CronRule,
  timeZone: string,
  minimumMinutes: number,
  nowMs: number,
): void {
  const tooOften =
    minimumMinutes >= DAY_MINUTES
      ? rule.hours.length * rule.minutes.length > 1
      : smallestDistanceMs(rule, timeZone, nowMs) < minimumMinutes * MINUTE_MS;
  if (tooOften)
    throw new InvalidInput({
      cron: `The minimum allowed frequency of backup is once per ${inWords(minimumMinutes)}`,
    });
}

/** The minimum distance between slots, and the last slot. */
export interface SlotSpacing {
  last: { at: Date; timeZone: string } | undefined;
  minimumMinutes: number;
}

/**
 * The first slot after a moment that is far enough from the last one, whichever rule or zone that
 * had: at a minimum of a day, on another local day in the zone of either. Undefined when there is
 * none in eight years.
 */
export function nextSlotFarFrom(
  rule: CronRule,
  timeZone: string,
  afterMs: number,
  { last, minimumMinutes }: SlotSpacing,
): number | undefined {
  for (const slot of slotsAfter(rule, timeZone, Math.max(afterMs, last?.at.getTime() ?? -Infinity)))
    if (!last || isFar(slot, timeZone, last, minimumMinutes)) return slot;
  return undefined;
}

function isFar(
  slot: number,
  timeZone: string,
  last: { at: Date; timeZone: string },
  minimumMinutes: number,
): boolean {
  const lastMs = last.at.getTime();
  if (minimumMinutes < DAY_MINUTES) return slot - lastMs >= minimumMinutes * MINUTE_MS;
  return [timeZone, last.timeZone].every(
    (zone) => !sameDay(localDayOf(slot, zone), localDayOf(lastMs, zone)),
  );
}

/** Between any two neighbouring slots of the next four years; Infinity when there are no two. */
export function smallestDistanceMs(rule: CronRule, timeZone: string, nowMs: number): number {
  const today = localDayOf(nowMs, timeZone);
  const end = addDays(today, YEARS_DAYS);
  const withinDay = smallestWithinDay(rule);
  let smallest = Infinity;
  let last = -Infinity;
  for (const day of daysFrom(rule, today)) {
    if (Date.UTC(day.year, day.month - 1, day.day) >= Date.UTC(end.year, end.month - 1, end.day))
      break;
    const edges = edgesOfEvenDay(rule, day, timeZone);
    if (edges) smallest = Math.min(smallest, withinDay);
    for (const slot of edges ?? slotsOfDay(rule, day, timeZone)) {
      smallest = Math.min(smallest, slot - last);
      last = slot;
    }
  }
  return smallest;
}

/** Between two times of a day on which the clock goes evenly. */
function smallestWithinDay({ hours, minutes }: CronRule): number {
  const times = hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute));
  const distances = times.slice(1).map((time, at) => time - (times[at] ?? 0));
  return Math.min(Infinity, ...distances) * MINUTE_MS;
}

function inWords(minutes: number): string {
  if (minutes === DAY_MINUTES) return 'day';
  if (minutes % DAY_MINUTES === 0) return `${minutes / DAY_MINUTES} days`;
  if (minutes === 60) return 'hour';
  return minutes % 60 === 0 ? `${minutes / 60} hours` : `${minutes} minutes`;
}
