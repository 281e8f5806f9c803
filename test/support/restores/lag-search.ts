import { systemClock } from '../../../src/clock.ts';
import type { Random } from '../../../simulator/kernel/random.ts';
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

/**
 * The search of one node of a Data Center knows writes late, and so does what checks unique values.
 * Says how.
 */
export async function lagNodes(rig: RestoreRig, random: Random): Promise<string> {
  const uniqueCheck = random.pick(['store', 'index'] as const);
  const delay = random.pick([0, 100]);
  const nodes = random.pick([1, 2]);
  rig.here.settings.nodes = nodes;
  await lagSearch(rig, uniqueCheck, delay);
  return `uniqueness by the ${uniqueCheck}, index ${delay} ms, ${nodes} nodes`;
}
