import type { SimAttribute } from '../../site/records/model.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const DATE = 4;
const DATE_TIME = 6;

/** As the caller's locale has it: never to be taken for the value. */
export function displayValue(value: string, { defaultTypeId }: SimAttribute): string {
  if (defaultTypeId !== DATE && defaultTypeId !== DATE_TIME) return value;
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return value;
  const year = String(date.getUTCFullYear()).slice(2);
  const day = `${date.getUTCDate()}/${MONTHS[date.getUTCMonth()]}/${year}`;
  if (defaultTypeId === DATE) return day;
  const hour = date.getUTCHours();
  const minute = String(date.getUTCMinutes()).padStart(2, '0');
  return `${day} ${hour % 12 || 12}:${minute} ${hour < 12 ? 'AM' : 'PM'}`;
}
