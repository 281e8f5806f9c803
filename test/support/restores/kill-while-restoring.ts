import type { AdminSession } from '../../../scripts/admin-session.ts';
import type { Random } from '../../../simulator/kernel/random.ts';
import type { KillableService } from '../processes/killable-service.ts';
import { isAtWork, restoreBody, restoreEnded } from './restore-ended.ts';

const FIRST_MOMENT_MS = 3_500;
/** A successor waits two seconds for the lease. */
const LATER_MOMENT_MS = 5_500;
const END_MS = 180_000;

interface Killing {
  admin: AdminSession;
  service: KillableService;
  random: Random;
  /** So often at most; a restore that has ended before is left alone. */
  times: number;
}

/**
 * Kills and restarts the service at random moments of a restore, and waits for its end. Gives the
 * moments, ms, and what the page of the restore says then.
 */
export async function killWhileRestoring(
  restoreId: string,
  { admin, service, random, times }: Killing,
): Promise<{ moments: number[]; html: string }> {
  const moments: number[] = [];
  while (moments.length < times && isAtWork(await restoreBody(admin, restoreId))) {
    const moment = random.below(moments.length === 0 ? FIRST_MOMENT_MS : LATER_MOMENT_MS);
    moments.push(moment);
    // The random moment itself, not a wait for something.
    await new Promise((resolve) => setTimeout(resolve, moment));
    await service.kill();
    await service.start();
  }
  const what = 'the restore ends';
  const html = await restoreEnded(admin, restoreId, { what, withinMs: END_MS });
  return { moments, html };
}
