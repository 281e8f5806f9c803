import type { Available } from '../../../core/assets/ports/site/available.ts';
import { Refused } from '../../../core/kernel/errors.ts';

/** What a call gave. @throws Refused `part-unavailable` with the reason, where it gave nothing */
export function orRefused<T>(given: Available<T>): T {
  if ('unavailable' in given) throw new Refused('part-unavailable', given.unavailable);
  return given.value;
}
