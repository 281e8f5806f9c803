import { InvalidInput } from '../kernel/errors.ts';
import type { CronRule } from './cron-rule.ts';

/**
 * What the pickers of the popup can say: a time of day, on every day, on days of the week (from
 * Sunday, 0), on a day of each month, or of one month (from 1).
 */
export type Picked = { hour: number; minute: number } & (
  | { every: 'day' }
  | { every: 'week'; daysOfWeek: number[] }
  | { every: 'month'; dayOfMonth: number }
  | { every: 'year'; dayOfMonth: number; month: number }
);

/**
 * The five-field expression of what was picked. @throws InvalidInput `daysOfWeek` when none is
 * chosen
 */
export function cronOf(picked: Picked): string {
  const time = `${picked.minute} ${picked.hour}`;
  switch (picked.every) {
    case 'day':
      return `${time} * * *`;
    case 'week':
      if (picked.daysOfWeek.length === 0)
        throw new InvalidInput({ daysOfWeek: 'Select at least one day of the week.' });
      return `${time} * * ${[...picked.daysOfWeek].sort((a, b) => a - b).join(',')}`;
    case 'month':
      return `${time} ${picked.dayOfMonth} * *`;
    case 'year':
      return `${time} ${picked.dayOfMonth} ${picked.month} *`;
  }
}

/** How the pickers show a rule; undefined for one that they cannot show. */
export function pickedOf({
  minutes,
  hours,
  daysOfMonth,
  months,
  daysOfWeek,
  eitherDay,
}: CronRule): Picked | undefined {
  const [minute, hour, dayOfMonth, month] = [minutes, hours, daysOfMonth, months].map((values) =>
    values.length === 1 ? values[0] : undefined,
  );
  if (minute === undefined || hour === undefined || eitherDay) return undefined;
  const time = { hour, minute };
  const [anyDay, anyMonth, anyWeekday] = [
    daysOfMonth.length === 31,
    months.length === 12,
    daysOfWeek.length === 7,
  ];
  if (anyDay && anyMonth)
    return anyWeekday
      ? { ...time, every: 'day' }
      : { ...time, every: 'week', daysOfWeek: [...daysOfWeek] };
  if (!anyWeekday || dayOfMonth === undefined) return undefined;
  if (anyMonth) return { ...time, every: 'month', dayOfMonth };
  return month === undefined ? undefined : { ...time, every: 'year', dayOfMonth, month };
}
