import { InvalidInput } from '../../../core/kernel/errors.ts';
import type { CronRule } from '../../../core/schedules/cron-rule.ts';
import type { Schedule } from '../../../core/schedules/schedule.ts';
import type { ScheduleInput, Schedules } from '../../../core/use-cases/schedules/schedules.ts';
import type { FieldErrors } from '../../forms/fields.ts';
import { parseOrNone } from './schedule-form.ts';

/** What a form's rule would do, or the messages of the fields that are wrong. */
export interface ScheduleMeaning {
  rule: CronRule | undefined;
  /** The next dates; none when something is wrong. */
  next: Date[] | undefined;
  errors: FieldErrors;
}

/** Saves nothing. */
export function scheduleMeaning(
  schedules: Pick<Schedules, 'preview'>,
  schedule: Schedule | undefined,
  input: ScheduleInput,
): ScheduleMeaning {
  try {
    return { ...schedules.preview(schedule, input), errors: {} };
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return { rule: parseOrNone(input.cron), next: undefined, errors: error.fields };
  }
}
