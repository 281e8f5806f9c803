import { parseCronRule } from '../../../core/schedules/cron-rule.ts';
import type { Schedule } from '../../../core/schedules/schedule.ts';
import { showDate, type ShownDate } from '../../view/formats/dates.ts';
import type { Reader } from '../../view/reader.ts';
import { cronWords, skippedWords } from '../../view/words/cron-words.ts';

/** A stored schedule in a few words, with who saved it. */
export interface StoredScheduleView {
  on: boolean;
  cron: string;
  words: string;
  /** Dates that the rule skips. */
  skipped: string | undefined;
  timeZone: string;
  savedBy: string;
  savedAt: ShownDate;
}

export function storedScheduleView(schedule: Schedule, reader: Reader): StoredScheduleView {
  const { on, cron, timeZone, savedBy, savedAt } = schedule;
  const rule = parseCronRule(cron);
  return {
    on,
    cron,
    words: cronWords(rule),
    skipped: skippedWords(rule),
    timeZone,
    savedBy: savedBy.name,
    savedAt: showDate(savedAt, reader),
  };
}
