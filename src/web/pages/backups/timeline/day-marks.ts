import type { RunId } from '../../../../core/kernel/ids.ts';
import { DAY_MS } from '../../../../core/kernel/time/durations.ts';
import {
  addDays,
  localDayOf,
  nameOfDay,
  type LocalDay,
} from '../../../../core/kernel/time/local-day.ts';
import type {
  SchemaTimeline,
  TimelineDay,
  TimelineSpan,
} from '../../../../core/use-cases/backups/available-backups.ts';
import type { Reader } from '../../../view/reader.ts';

export const TIMELINE_DAYS = 90;

/** Begins a day early, so that the first day is complete in every time zone. */
export const spanOfTimeline = ({ nowMs, timeZone }: Reader): TimelineSpan => ({
  from: new Date(nowMs - (TIMELINE_DAYS + 1) * DAY_MS),
  timeZone,
});

/** The outcome of one day. A day is good if any of its backups is. */
export type DayOutcome = 'ok' | 'manual' | 'fail' | 'skip' | 'none';

/** A backup as a point of the line. */
interface DayPoint {
  id: RunId;
  at: Date;
  objects: number;
}

export interface DayMark {
  day: LocalDay;
  outcome: DayOutcome;
  isVerified: boolean;
  /** The last backup of the day. */
  backup: DayPoint | undefined;
}

/** One mark for each of the last 90 days of the reader, the oldest first. */
export function dayMarks(timeline: SchemaTimeline, { timeZone, nowMs }: Reader): DayMark[] {
  const nameOf = (at: Date): string => nameOfDay(localDayOf(at.getTime(), timeZone));
  const good = new Map(timeline.days.map((each) => [nameOfDay(each.day), each]));
  const failed = new Set(timeline.failed.map(nameOf));
  const skipped = new Set(timeline.skipped.map(nameOf));
  const today = localDayOf(nowMs, timeZone);
  return Array.from({ length: TIMELINE_DAYS }, (_none, at) => {
    const day = addDays(today, at + 1 - TIMELINE_DAYS);
    const name = nameOfDay(day);
    const backups = good.get(name);
    return {
      day,
      outcome: outcomeOf(backups, failed.has(name), skipped.has(name)),
      isVerified: backups?.isVerified ?? false,
      backup: backups && pointOf(backups),
    };
  });
}

function outcomeOf(
  backups: TimelineDay | undefined,
  isFailed: boolean,
  isSkipped: boolean,
): DayOutcome {
  if (backups) return backups.isScheduled ? 'ok' : 'manual';
  if (isFailed) return 'fail';
  return isSkipped ? 'skip' : 'none';
}

const pointOf = ({ last, objects }: TimelineDay): DayPoint | undefined =>
  objects === undefined ? undefined : { id: last.id, at: last.completedAt, objects };
