import type { TimelineBackup } from '../../../../core/backups/backup-lists.ts';
import { addDays, localDayOf, type LocalDay } from '../../../../core/kernel/time/local-day.ts';
import type { SchemaTimeline } from '../../../../core/use-cases/schemas/schema-pages.ts';
import type { Reader } from '../../../view/reader.ts';
import { DAY_MS } from '../../../../core/kernel/time/durations.ts';

export const TIMELINE_DAYS = 90;

/** Nothing earlier is drawn; a day early, so that the first day is complete in every time zone. */
export const startOfTimeline = ({ nowMs }: Reader): Date =>
  new Date(nowMs - (TIMELINE_DAYS + 1) * DAY_MS);

/** The outcome of one day. A day is good if any of its backups is. */
export type DayOutcome = 'ok' | 'manual' | 'fail' | 'skip' | 'none';

export interface DayMark {
  day: LocalDay;
  outcome: DayOutcome;
  isVerified: boolean;
  /** The last backup of the day. */
  backup: TimelineBackup | undefined;
}

/** One mark for each of the last 90 days of the reader, the oldest first. */
export function dayMarks(timeline: SchemaTimeline, { timeZone, nowMs }: Reader): DayMark[] {
  const dayOf = (at: Date): string => keyOf(localDayOf(at.getTime(), timeZone));
  const backups = Map.groupBy(timeline.backups, ({ at }) => dayOf(at));
  const failed = new Set(timeline.failed.map(dayOf));
  const skipped = new Set(timeline.skipped.map(dayOf));
  const today = localDayOf(nowMs, timeZone);
  return Array.from({ length: TIMELINE_DAYS }, (_none, at) => {
    const day = addDays(today, at + 1 - TIMELINE_DAYS);
    const key = keyOf(day);
    const good = backups.get(key) ?? [];
    return {
      day,
      outcome: outcomeOf(good, failed.has(key), skipped.has(key)),
      isVerified: good.some(({ isVerified }) => isVerified),
      backup: good[0],
    };
  });
}

function outcomeOf(
  good: readonly TimelineBackup[],
  isFailed: boolean,
  isSkipped: boolean,
): DayOutcome {
  if (good.some(({ trigger }) => trigger === 'scheduled')) return 'ok';
  if (good.length > 0) return 'manual';
  if (isFailed) return 'fail';
  return isSkipped ? 'skip' : 'none';
}

const keyOf = ({ year, month, day }: LocalDay): string => `${year}-${month}-${day}`;
