import { InvalidInput } from '../errors.ts';
import type { CronRule } from './cron-rule.ts';
import { addDays, localDayOf, type LocalDay } from '../local-time.ts';
import { fitsDay, slotsOfDay } from './next-slot.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** Four years hold every kind of month and every change of the clock. */
const YEARS_DAYS = 4 * 366;

/**
 * Refuses rules that fire more often than the operator allows. From a day on it is the number of times in a day that counts, and no local day has two; below
 * that it is the smallest distance between two slots over the next four years of the zone's own calendar. @throws InvalidInput `cron`
 */
export function assertRareEnough(rule: CronRule, timeZone: string, minimumMinutes: number, nowMs: number): void {
  const tooOften = minimumMinutes >= DAY_MINUTES ? rule.hours.length * rule.minutes.length > 1 : smallestDistanceMs(rule, timeZone, nowMs) < minimumMinutes * MINUTE_MS;
  if (tooOften) throw new InvalidInput({ cron: `The minimum allowed frequency of backup is once per ${spoken(minimumMinutes)}` });
}

/** Between any two neighbouring slots of the next four years; Infinity when there are no two. */
export function smallestDistanceMs(rule: CronRule, timeZone: string, nowMs: number): number {
  const today = localDayOf(nowMs, timeZone);
  let smallest = Infinity;
  let last = -Infinity;
  for (let ahead = 0; ahead < YEARS_DAYS; ahead += 1) {
    for (const slot of slots(rule, addDays(today, ahead), timeZone)) {
      smallest = Math.min(smallest, slot - last);
      last = slot;
    }
  }
  return smallest;
}

/** As `slotsOfDay`, but with two looks at the zone's offset for a day on which the clock goes evenly, however many slots it has. */
function slots(rule: CronRule, day: LocalDay, timeZone: string): number[] {
  if (!fitsDay(rule, day)) return [];
  const first = slotsOfDay({ ...rule, hours: [0], minutes: [0] }, day, timeZone)[0];
  const end = slotsOfDay({ ...rule, hours: [23], minutes: [59] }, day, timeZone)[0];
  if (first === undefined || end === undefined || end - first !== (DAY_MINUTES - 1) * MINUTE_MS) return slotsOfDay(rule, day, timeZone);
  return rule.hours.flatMap((hour) => rule.minutes.map((minute) => first + (hour * 60 + minute) * MINUTE_MS));
}

function spoken(minutes: number): string {
  if (minutes === DAY_MINUTES) return 'day';
  if (minutes % DAY_MINUTES === 0) return `${minutes / DAY_MINUTES} days`;
  if (minutes === 60) return 'hour';
  return minutes % 60 === 0 ? `${minutes / 60} hours` : `${minutes} minutes`;
}
