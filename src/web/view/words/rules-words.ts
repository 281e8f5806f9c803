import type { RetentionRules } from '../../../core/backups/retention/retention-rules.ts';
import { count, counted } from '../formats/numbers.ts';

/** What rules keep, in a line, as "all for 30 days, 7 daily, 4 weekly, at least 3". */
export function rulesWords(rules: RetentionRules): string {
  const { days, last, atLeast } = rules;
  const spans = (['hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const).flatMap((span) =>
    rules[span] > 0 ? [`${count(rules[span])} ${span}`] : [],
  );
  return [
    ...(days > 0 ? [`all for ${counted(days, 'day')}`] : []),
    ...(last > 0 ? [`the latest ${count(last)}`] : []),
    ...spans,
    ...(atLeast > 0 ? [`at least ${count(atLeast)}`] : []),
  ].join(', ');
}
