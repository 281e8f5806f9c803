import { counted } from '../formats/numbers.ts';

/** How long after uninstalling everything is deleted. */
export function graceWords(days: number): string {
  return days === 0 ? 'an hour' : counted(days, 'day');
}
