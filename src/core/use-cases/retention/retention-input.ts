import { z } from 'zod';
import { NO_RULES, type RetentionRules } from '../../backups/retention/retention-rules.ts';
import { InvalidInput } from '../../kernel/errors.ts';
import { isTimeZone } from '../../kernel/time/local-day.ts';
import { mistakesOf } from '../read-form.ts';

const MAX = 10_000;
const wholeNumber = z
  .string()
  .trim()
  .refine((text) => text === '' || (/^\d{1,5}$/.test(text) && Number(text) <= MAX), {
    error: 'Enter a whole number up to 10,000, or leave the field empty.',
  })
  .default('')
  .transform(Number);

const Rules = z.object({
  days: wholeNumber,
  last: wholeNumber,
  hourly: wholeNumber,
  daily: wholeNumber,
  weekly: wholeNumber,
  monthly: wholeNumber,
  yearly: wholeNumber,
  atLeast: wholeNumber,
});
const Form = z.object({ timeZone: z.string().refine(isTimeZone).catch('UTC') });

export interface RetentionInput {
  /** Undefined: those of before count. */
  rules: RetentionRules | undefined;
  /** For backups that a schedule asked for; undefined: as all others. */
  scheduled: RetentionRules | undefined;
  timeZone: string;
}

/** What the names of the fields for scheduled backups begin with. */
export const SCHEDULED_PREFIX = 'scheduled-';

/** @throws InvalidInput with a message for every wrong field */
export function readRetentionInput(input: unknown): RetentionInput {
  const { timeZone } = Form.parse(input);
  const mistakes: Record<string, string> = {};
  const rules = readRules(input, '', mistakes);
  const scheduled = readRules(input, SCHEDULED_PREFIX, mistakes);
  if (Object.keys(mistakes).length > 0) throw new InvalidInput(mistakes);
  return { rules, scheduled, timeZone };
}

/** Undefined where the switch is off. */
function readRules(
  input: unknown,
  prefix: string,
  mistakes: Record<string, string>,
): RetentionRules | undefined {
  const fields = new Map(Object.entries(input ?? {}));
  if (fields.get(`${prefix}own`) !== 'on') return undefined;
  const names = Object.keys(NO_RULES);
  const typed = names.map((name): [string, unknown] => [name, fields.get(`${prefix}${name}`)]);
  const parsed = Rules.safeParse(Object.fromEntries(typed));
  for (const [name, message] of Object.entries(mistakesOf(parsed.error)))
    mistakes[`${prefix}${name}`] = message;
  if (!parsed.success) return undefined;
  if (Object.values(parsed.data).every((count) => count === 0))
    mistakes[`${prefix}days`] =
      'Fill in at least one field. Otherwise only the newest backup would be kept.';
  return parsed.data;
}
