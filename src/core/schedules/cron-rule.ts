import { CronExpressionParser, type CronFieldCollection } from 'cron-parser';
import { InvalidInput } from '../kernel/errors.ts';

/** A five-field cron expression, expanded. Days of the week count from Sunday, 0. */
export interface CronRule {
  /** As it was typed, white space tidied. */
  expression: string;
  minutes: readonly number[];
  hours: readonly number[];
  daysOfMonth: readonly number[];
  months: readonly number[];
  daysOfWeek: readonly number[];
  /** With both kinds of days given, a day counts that fits either, as in standard cron. */
  eitherDay: boolean;
}

const MANDATORY = 'Cron expression is mandatory';
const NOT_VALID = 'Cron expression is not valid';
const NON_STANDARD = 'Non-standard cron expressions are not supported';
const NEVER_COMES = `${NOT_VALID}: this date never comes`;

const FIELDS = 5;
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const LONGEST_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Reads an expression by the rules of product.md 8. cron-parser takes several that are refused
 * here, so it comes last. @throws InvalidInput `cron`
 */
export function parseCronRule(text: string): CronRule {
  const expression = text.trim().replace(/\s+/g, ' ').toUpperCase();
  if (expression === '') throw new InvalidInput({ cron: MANDATORY });
  const fields = expression.split(' ');
  if (
    expression.startsWith('@') ||
    fields.length === 6 ||
    fields.length === 7 ||
    isExtended(fields)
  )
    throw new InvalidInput({ cron: NON_STANDARD });
  if (fields.length !== FIELDS || !fields.every(isWellFormed))
    throw new InvalidInput({ cron: NOT_VALID });
  const rule = expanded(expression, fields);
  if (!comes(rule)) throw new InvalidInput({ cron: NEVER_COMES });
  return rule;
}

/** `L`, `W`, `#` and `?`, where they are not letters of a day's or month's name. */
function isExtended(fields: string[]): boolean {
  return fields.some((field) =>
    /[LW#?]/.test(field.replace(new RegExp([...DAYS, ...MONTHS].join('|'), 'g'), '')),
  );
}

/** Of values, by the position of their field. */
const NAMES: Record<number, string[]> = { 3: MONTHS, 4: DAYS };

/** A list of stars, values and ranges, each with an optional step that is not 0. */
function isWellFormed(field: string, index: number): boolean {
  const names = NAMES[index] ?? [];
  const value = ['\\d{1,2}', ...names].join('|');
  const item = new RegExp(`^(\\*|(${value})(-(${value}))?)(/0*[1-9]\\d?)?$`);
  return field.split(',').every((part) => item.test(part));
}

const POSITIONS = ['minute', 'hour', 'dayOfMonth', 'month', 'dayOfWeek'] as const;

/**
 * cron-parser expands each item of each list apart: as a whole it refuses lists that name a value
 * twice, and a date that never comes like one that is misspelt.
 */
function expanded(expression: string, fields: string[]): CronRule {
  const [minutes, hours, daysOfMonth, months, daysOfWeek] = POSITIONS.map((position, index) =>
    (fields[index] ?? '*').split(',').flatMap((item) => expandItem(position, item)),
  );
  return {
    expression,
    minutes: inOrder(minutes),
    hours: inOrder(hours),
    daysOfMonth: inOrder(daysOfMonth),
    months: inOrder(months),
    daysOfWeek: inOrder(daysOfWeek?.map((day) => day % 7)),
    eitherDay: fields[2] !== '*' && fields[4] !== '*',
  };
}

const inOrder = (values: number[] = []): number[] => [...new Set(values)].sort((a, b) => a - b);

/** The values of one item of a field, with stars in all others. */
function expandItem(position: (typeof POSITIONS)[number], item: string): number[] {
  const fields = POSITIONS.map((each) => (each === position ? item : '*'));
  return parse(fields.join(' '))[position].values.map(Number);
}

function parse(expression: string): CronFieldCollection {
  try {
    return CronExpressionParser.parse(expression).fields;
  } catch (error) {
    throw new InvalidInput({ cron: NOT_VALID }, { cause: error });
  }
}

const daysIn = (month: number): number => LONGEST_MONTH[month - 1] ?? 0;

function comes({ months, daysOfMonth, eitherDay }: CronRule): boolean {
  return eitherDay || months.some((month) => daysOfMonth.some((day) => day <= daysIn(month)));
}
