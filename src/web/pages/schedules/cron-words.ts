import cronstrue from 'cronstrue';
import type { CronRule } from '../../../core/schedules/cron-rule.ts';

/** A rule in words: "At 02:00, Monday through Friday". */
export function cronWords({ expression, eitherDay }: CronRule): string {
  const words = cronstrue.toString(expression, { use24HourTimeFormat: true, verbose: true });
  return eitherDay ? `${words}: every day that fits one of the two` : words;
}
