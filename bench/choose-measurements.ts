import { UsageError } from '../simulator/read-options.ts';
import type { Measurement } from './support/measurement.ts';
import { MEASUREMENTS } from './measurements.ts';

/** The measurements that a command line names; all where it names none. @throws UsageError */
export function chooseMeasurements(names: string[]): [string, Measurement][] {
  const known = Object.entries(MEASUREMENTS);
  const usage = `Name one or more of: all, ${Object.keys(MEASUREMENTS).join(', ')}.`;
  for (const name of names) {
    if (name.startsWith('-')) throw new UsageError(`There is no option "${name}". ${usage}`);
    if (name !== 'all' && !Object.hasOwn(MEASUREMENTS, name))
      throw new UsageError(`There is no measurement "${name}". ${usage}`);
  }
  if (names.length === 0 || names.includes('all')) return known;
  return known.filter(([name]) => names.includes(name));
}
