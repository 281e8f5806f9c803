import { CLOCK_TOLERANCE_MS } from '../../core/kernel/clock.ts';
import { addDays, isTimeZone, momentOf, type LocalDay } from '../../core/kernel/local-day.ts';
import type { Reader } from './reader.ts';

/**
 * A moment in the reader's Jira time zone, daylight saving included; the zone is shown on hover.
 */
export interface ShownDate {
  text: string;
  zone: string;
  iso: string;
}

export function showDate(date: Date, timeZone: string): ShownDate {
  const zone = known(timeZone);
  const text = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(date);
  const offset =
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset' })
      .formatToParts(date)
      .find((part) => part.type === 'timeZoneName')?.value ?? '';
  return { text, zone: `${zone} (${offset})`, iso: date.toISOString() };
}

/** A day (`YYYY-MM-DD`) as dates are shown, such as "3 Dec 2026". */
export const showDay = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(new Date(`${day}T00:00:00Z`));

/** A date of the past that has not come yet was told by a clock that was wrong. */
export const isAhead = (date: Date, { nowMs }: Reader): boolean =>
  date.getTime() > nowMs + CLOCK_TOLERANCE_MS;

/** As `showDate`, with the day of the week: for dates to come. */
export function showSlot(date: Date, timeZone: string): ShownDate {
  const shown = showDate(date, timeZone);
  return {
    ...shown,
    text: `${new Intl.DateTimeFormat('en-GB', { timeZone: known(timeZone), weekday: 'short' }).format(date)} ${shown.text}`,
  };
}

/** The first moment of a day (`YYYY-MM-DD`) in a time zone; undefined for anything else. */
export function dayStart(day: string | undefined, timeZone: string): Date | undefined {
  const read = readDay(day);
  return read && startOf(read, timeZone);
}

/**
 * The last moment of a day, which is as long as its clock makes it; undefined for anything else.
 */
export function dayEnd(day: string | undefined, timeZone: string): Date | undefined {
  const read = readDay(day);
  const next = read && startOf(addDays(read, 1), timeZone);
  return next && new Date(next.getTime() - 1);
}

function readDay(day: string | undefined): LocalDay | undefined {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '') ?? [];
  if (year === undefined || Number.isNaN(Date.parse(`${day}T00:00:00Z`))) return undefined;
  return { year: Number(year), month: Number(month), day: Number(date) };
}

function startOf(day: LocalDay, timeZone: string): Date | undefined {
  const moment = momentOf(day, 0, 0, known(timeZone));
  return moment === undefined ? undefined : new Date(moment);
}

/** A zone that this Node does not know: dates are shown in UTC, and say so. */
const known = (timeZone: string): string => (isTimeZone(timeZone) ? timeZone : 'UTC');
