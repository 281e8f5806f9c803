import { ProductError } from '../kernel/errors.ts';
import type { ShownRun } from './run-kind.ts';
import type { Run } from './run.ts';

/**
 * What a run is about beside its schema. Undefined also where its input cannot be read: the run's
 * own page says why.
 */
export function describeRun(run: Run, shown: ShownRun | undefined): string | undefined {
  try {
    return shown?.about?.(run);
  } catch (error) {
    if (error instanceof ProductError) return undefined;
    throw error;
  }
}
