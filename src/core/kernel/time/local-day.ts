import { RecentMap } from '../collections/recent-map.ts';
import { DAY_MS } from './durations.ts';

/** A day of the calendar, months from 1. */
export interface LocalDay {
  year: number;
  month: number;
  day: number;
}

const ZONE_NAME = /^[A-Za-z][\w+/-]*$/;
/** More than there are zones and other names for them; each takes 15 kB. */
const MAX_FORMATS = 1_000;
/** By the name in small letters: capitals make no other zone. */
const formats = new RecentMap<string, Intl.DateTimeFormat>(MAX_FORMATS);
const SPELLINGS: ReadonlyMap<string, string> = new Map(
  ['UTC', ...Intl.supportedValuesOf('timeZone')].map((name) => [name.toLowerCase(), name]),
);

/** Whether this is a time zone of the IANA list; a bare offset such as +02:00 is none. */
export function isTimeZone(timeZone: string): boolean {
  if (!ZONE_NAME.test(timeZone)) return false;
  try {
    formatFor(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** The zone as its list spells it, whichever capitals were typed; undefined where it is none. */
export function readTimeZone(typed: string): string | undefined {
  return isTimeZone(typed) ? (SPELLINGS.get(typed.toLowerCase()) ?? typed) : undefined;
}

/** The zone's offset from UTC at a moment, ms. */
function offsetMs(at: number, timeZone: string): number {
  const parts = formatFor(timeZone).formatToParts(at);
  const of = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((part) => part.type === type)?.value);
  return (
    Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) -
    Math.floor(at / 1000) * 1000
  );
}

/** The day that a moment belongs to in a time zone. */
export function localDayOf(at: number, timeZone: string): LocalDay {
  const wall = new Date(at + offsetMs(at, timeZone));
  return { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() };
}

export function addDays({ year, month, day }: LocalDay, days: number): LocalDay {
  const moved = new Date(Date.UTC(year, month - 1, day + days));
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() };
}

/**
 * The moment of a wall-clock time on a day, ms since 1970. A time that the clock skips is moved
 * behind the gap by as much as the gap is long, or, where that is another day (America/Nuuk skips
 * the last hour of a day), before it; a time that comes twice is the first of the two. Undefined
 * when the whole day does not exist there.
 */
export function momentOf(
  day: LocalDay,
  hour: number,
  minute: number,
  timeZone: string,
): number | undefined {
  const wall = Date.UTC(day.year, day.month - 1, day.day, hour, minute);
  const before = offsetMs(wall - DAY_MS, timeZone);
  const after = offsetMs(wall + DAY_MS, timeZone);
  // The earlier offset first: of a doubled time it gives the first moment, of a skipped one the
  // moment behind the gap.
  for (const offset of [before, after])
    if (offsetMs(wall - offset, timeZone) === offset) return wall - offset;
  return [wall - before, wall - after].find((moved) => sameDay(localDayOf(moved, timeZone), day));
}

/**
 * When each of the last days began there, today included, the first one first. Days that don't
 * exist there are left out.
 */
export function startsOfDays(days: number, nowMs: number, timeZone: string): number[] {
  const today = localDayOf(nowMs, timeZone);
  return Array.from({ length: days }, (_none, at) => addDays(today, at + 1 - days)).flatMap(
    (day) => momentOf(day, 0, 0, timeZone) ?? [],
  );
}

/** Its name, by which days are told apart: "2026-11-26". */
export const nameOfDay = ({ year, month, day }: LocalDay): string =>
  `${year}-${twoDigits(month)}-${twoDigits(day)}`;

const twoDigits = (number: number): string => String(number).padStart(2, '0');

export const sameDay = (a: LocalDay, b: LocalDay): boolean =>
  a.year === b.year && a.month === b.month && a.day === b.day;

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const key = timeZone.toLowerCase();
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(key, format);
  return format;
}
