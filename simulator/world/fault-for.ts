import type { Random } from '../kernel/random.ts';
import type { Fault, Settings } from './settings.ts';

/** The fault that befalls this request, if any; one that may happen only so often is used up. */
export function faultFor(
  settings: Settings,
  random: Random,
  method: string,
  path: string,
): Fault['kind'] | undefined {
  for (const fault of settings.faults) {
    if (
      fault.times === 0 ||
      (fault.method && fault.method !== method) ||
      !new RegExp(fault.path).test(path)
    )
      continue;
    if (fault.skip !== undefined && fault.skip > 0) {
      fault.skip -= 1;
      continue;
    }
    if (random.next() >= fault.probability) continue;
    if (fault.times !== undefined) fault.times -= 1;
    return fault.kind;
  }
  return undefined;
}
