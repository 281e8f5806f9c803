import { z } from 'zod';

const MAX_DAYS = 36_500;
const MAX_COUNT = 10_000;
const count = z.number().int().min(0).max(MAX_COUNT);

/**
 * Which backups of a schema are kept: those that any of these rules keeps. 0 keeps nothing. The
 * newest backup of an hour, day, week, month or year stands for it, and the given number of the
 * latest ones that have a backup are kept.
 */
export const RetentionRules = z.object({
  /** Everything younger than this. */
  days: z.number().int().min(0).max(MAX_DAYS),
  last: count,
  hourly: count,
  daily: count,
  weekly: count,
  monthly: count,
  yearly: count,
  /** At least this many are kept, whatever the other rules say. */
  atLeast: count,
});
export type RetentionRules = z.infer<typeof RetentionRules>;

export const NO_RULES: RetentionRules = {
  days: 0,
  last: 0,
  hourly: 0,
  daily: 0,
  weekly: 0,
  monthly: 0,
  yearly: 0,
  atLeast: 0,
};

/**
 * The default of the service's own storage: a year. In tenants' own databases backups stay until
 * somebody deletes them.
 */
export const SERVICE_RULES: RetentionRules = { ...NO_RULES, days: 365, atLeast: 1 };
