import { z } from 'zod';
import { NO_RULES, type RetentionRules } from '../../backups/retention/retention-rules.ts';
import { InvalidInput } from '../../kernel/errors.ts';
import { isTimeZone } from '../../kernel/local-day.ts';
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

const Form = z.object({
  days: wholeNumber,
  last: wholeNumber,
  hourly: wholeNumber,
  daily: wholeNumber,
  weekly: wholeNumber,
  monthly: wholeNumber,
  yearly: wholeNumber,
  atLeast: wholeNumber,
  timeZone: z.string().refine(isTimeZone).catch('UTC'),
  own: z
    .string()
    .optional()
    .transform((value) => value === 'on'),
});

export interface RetentionInput {
  /** Undefined: the rules of the storage count. */
  rules: RetentionRules | undefined;
  timeZone: string;
}

/** @throws InvalidInput with a message for every wrong field */
export function readRetentionInput(input: unknown): RetentionInput {
  const parsed = Form.safeParse(input);
  if (!parsed.success) throw new InvalidInput(mistakesOf(parsed.error));
  const { own, timeZone, ...rules } = parsed.data;
  if (!own) return { rules: undefined, timeZone };
  if (Object.values(rules).every((count) => count === 0))
    throw new InvalidInput({
      days: 'Fill in at least one field. Otherwise only the newest backup would be kept.',
    });
  return { rules: { ...NO_RULES, ...rules }, timeZone };
}
