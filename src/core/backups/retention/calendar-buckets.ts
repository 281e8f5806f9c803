import { HOUR_MS } from '../../kernel/time/durations.ts';
import { addDays, localDayOf, nameOfDay, type LocalDay } from '../../kernel/time/local-day.ts';

export const BUCKETS = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;
export type Bucket = (typeof BUCKETS)[number];

const two = (number: number): string => String(number).padStart(2, '0');

/**
 * The hour, day, week (by its Monday), month or year in a time zone that a moment belongs to, as
 * text.
 */
export function bucketOf(at: number, bucket: Bucket, timeZone: string): string {
  const day = localDayOf(at, timeZone);
  switch (bucket) {
    case 'hourly':
      return new Date(Math.floor(at / HOUR_MS) * HOUR_MS).toISOString();
    case 'daily':
      return nameOfDay(day);
    case 'weekly':
      return nameOfDay(addDays(day, -daysSinceMonday(day)));
    case 'monthly':
      return `${day.year}-${two(day.month)}`;
    case 'yearly':
      return String(day.year);
  }
}

const daysSinceMonday = ({ year, month, day }: LocalDay): number =>
  (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
