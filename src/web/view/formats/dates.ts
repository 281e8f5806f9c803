import { CLOCK_TOLERANCE_MS } from '../../../core/kernel/time/clock.ts';
import {
  addDays,
  isTimeZone,
  localDayOf,
  momentOf,
  type LocalDay,
} from '../../../core/kernel/time/local-day.ts';
import { RecentMap } from '../../../core/kernel/collections/recent-map.ts';
import type { Reader } from '../reader.ts';
import { DAY_MS } from '../../../core/kernel/time/durations.ts';

/**
 * A moment in the reader's language and Jira time zone, daylight saving included. Where people
 * compare dates, the day is given relative to today (`partials/near-date.hbs`), with the date on
 * hover.
 */
export interface ShownDate {
  text: string;
  /** As "yesterday, 02:01", or the date where that is further away. */
  near: string;
  zone: string;
  iso: string;
}

/** Who the dates are shown to, and what day it is. */
export type DateReader = Pick<Reader, 'timeZone' | 'nowMs' | 'locale'>;

type Format =
  'moment' | 'day of this year' | 'moment of this year' | 'time' | 'day' | 'weekday' | 'offset';
const TIME = { hour: '2-digit', minute: '2-digit' } as const;
const DAY = { day: 'numeric', month: 'short' } as const;
const FORMATS: Record<Format, Intl.DateTimeFormatOptions> = {
  moment: { ...DAY, year: 'numeric', ...TIME },
  'moment of this year': { ...DAY, ...TIME },
  'day of this year': DAY,
  time: TIME,
  day: { ...DAY, year: 'numeric' },
  weekday: { weekday: 'short' },
  offset: { timeZoneName: 'longOffset' },
};
/** A few for each time zone and language in use. */
const MAX_FORMATS = 1_000;
const formats = new RecentMap<string, Intl.DateTimeFormat>(MAX_FORMATS);

export function showDate(date: Date, reader: DateReader): ShownDate {
  const zone = known(reader.timeZone);
  const offset =
    formatOf('offset', zone, ENGLISH)
      .formatToParts(date)
      .find((part) => part.type === 'timeZoneName')?.value ?? '';
  return {
    text: formatOf('moment', zone, languageOf(reader)).format(date),
    near: sayNear(date, zone, reader),
    zone: `${zone} (${offset})`,
    iso: date.toISOString(),
  };
}

function sayNear(date: Date, zone: string, reader: DateReader): string {
  const language = languageOf(reader);
  const days = daysFromToday(date, reader);
  if (Math.abs(days) <= 1)
    return `${sayDays(days, language)}, ${formatOf('time', zone, language).format(date)}`;
  const [year, thisYear] = [date.getTime(), reader.nowMs].map((at) => localDayOf(at, zone).year);
  const format = year === thisYear ? 'moment of this year' : 'moment';
  return formatOf(format, zone, language).format(date);
}

/** As "yesterday" or "3 days ago", by days of the calendar. */
export const daysAgoWords = (date: Date, reader: DateReader): string =>
  sayDays(daysFromToday(date, reader), languageOf(reader));

const sayDays = (days: number, language: string): string =>
  new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(days, 'day');

function daysFromToday(date: Date, { timeZone, nowMs }: DateReader): number {
  const numberOf = (at: number): number => {
    const { year, month, day } = localDayOf(at, known(timeZone));
    return Date.UTC(year, month - 1, day) / DAY_MS;
  };
  return numberOf(date.getTime()) - numberOf(nowMs);
}

/** English is written in one way, whatever the region; other languages by their region. */
const ENGLISH = 'en-GB';

/** Of a locale as Jira names it, such as `de_DE`. */
function languageOf({ locale }: Pick<Reader, 'locale'>): string {
  const tag = locale?.replaceAll('_', '-') ?? '';
  if (tag === '' || /^en\b/i.test(tag)) return ENGLISH;
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(tag)[0] ?? ENGLISH;
  } catch {
    return ENGLISH;
  }
}

function formatOf(format: Format, timeZone: string, language: string): Intl.DateTimeFormat {
  const key = `${format} ${timeZone} ${language}`;
  const made = formats.get(key);
  if (made) return made;
  const fresh = new Intl.DateTimeFormat(language, { ...FORMATS[format], timeZone });
  formats.set(key, fresh);
  return fresh;
}

/** A day (`YYYY-MM-DD`) as dates are shown, such as "3 Dec 2026". */
export const showDay = (day: string, reader: Pick<Reader, 'locale'>): string =>
  formatOf('day', 'UTC', languageOf(reader)).format(new Date(`${day}T00:00:00Z`));

const ISO_MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A value as a person reads it: dates like all others, a day the same in every zone. */
export function sayValue(text: string, reader: DateReader): string {
  const isDay = ISO_DAY.test(text);
  if (!isDay && !ISO_MOMENT.test(text)) return text;
  if (Number.isNaN(Date.parse(text))) return text;
  return isDay ? showDay(text, reader) : showDate(new Date(text), reader).text;
}

/** Used in ranges of days in some languages. */
const NARROW_SPACES = /[\u2009\u202f]/g;

/** Days of one year or of two that meet, such as "5–8 Nov", or one of them alone. */
export function showDays(from: LocalDay, to: LocalDay, reader: Pick<Reader, 'locale'>): string {
  const [first, last] = [from, to].map(({ year, month, day }) => Date.UTC(year, month - 1, day));
  const format = formatOf('day of this year', 'UTC', languageOf(reader));
  if (first === last) return format.format(first);
  return format
    .formatRange(first ?? 0, last ?? 0)
    .replace(NARROW_SPACES, ' ')
    .replace(/(\d) – (\d)/, '$1–$2');
}

/** A past event whose date lies ahead was dated by a clock that was wrong. */
export const isAhead = (date: Date, { nowMs }: Reader): boolean =>
  date.getTime() > nowMs + CLOCK_TOLERANCE_MS;

/** As `showDate`, with the day of the week: for dates to come. */
export function showSlot(date: Date, reader: DateReader): ShownDate {
  const shown = showDate(date, reader);
  const weekday = formatOf('weekday', known(reader.timeZone), languageOf(reader)).format(date);
  return { ...shown, text: `${weekday} ${shown.text}` };
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
