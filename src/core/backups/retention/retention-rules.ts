import { z } from 'zod';

const MAX_DAYS = 36_500;
const MAX_COUNT = 10_000;
const count = z.number().int().min(0).max(MAX_COUNT);

/**
 * What is kept of the backups of a schema; whatever any of these keeps is kept. 0 keeps nothing.
 * Of an hour, day, week, month or year the newest backup stands for it, and so many of those that
 * have one are kept.
 */
export const RetentionRules = z.object({
  /** Everything that is younger. */
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

/** A year in the service's own storage; in databases of their own until somebody deletes them. */
export const SERVICE_RULES: RetentionRules = { ...NO_RULES, days: 365, atLeast: 1 };
