import { systemClock } from '../../../src/clock.ts';
import type { RestoreRig } from './restore-rig.ts';

/** The search lags from now on, and knows what was written until now. */
export async function lagSearch(
  { here: { settings, world } }: RestoreRig,
  uniqueCheck: 'store' | 'index',
  indexDelayMs: number,
): Promise<void> {
  while (world.site.objects.changedSince(world.site.now() - indexDelayMs).size > 0)
    await systemClock.sleep(5);
  Object.assign(settings, { uniqueCheck, indexDelayMs });
}
