import type { Connection } from 'mongoose';
import { until, type AdminSession } from '../../../../scripts/admin-session.ts';
import type { Random } from '../../../../simulator/kernel/random.ts';
import { connectDatabase } from '../../../../src/storage/connect-database.ts';
import type { KillableService } from '../../processes/killable-service.ts';
import type { RunningApp } from '../../running-app.ts';
import { restoreEnded } from './restore-ended.ts';

const FIRST_MOMENT_MS = 3_500;
/** A successor waits two seconds for the lease. */
const LATER_MOMENT_MS = 5_500;
/** On a machine that has much else to do. */
const HEADWAY_MS = 120_000;
const END_MS = 180_000;

interface Killing {
  admin: AdminSession;
  service: KillableService;
  running: RunningApp;
  random: Random;
  /** So often at most; a restore that has ended before is left alone. */
  times: number;
}

/** What a killed service has left in the database, which nobody changes until it is started. */
class RunsLeft {
  readonly #database: Connection;

  constructor(database: Connection) {
    this.#database = database;
  }

  isInHand(runId: string): Promise<boolean> {
    return this.#has({ _id: runId });
  }

  /** Whether a run was taken over and has got no further since. */
  areWithoutHeadway(): Promise<boolean> {
    return this.#has({ takeovers: { $gte: 1 } });
  }

  async #has(filter: object): Promise<boolean> {
    const inHand = { ...filter, state: { $in: ['queued', 'running'] } };
    return (await this.#database.collection('runs').countDocuments(inHand)) > 0;
  }
}

/**
 * Kills the service at random moments of a restore, and starts it again. Gives the moments at which
 * the restore was in hand, ms. A run that is taken over three times without headway in between is
 * ended, as it should be: before it comes to that, the moment is reckoned from its headway.
 */
async function killAtTimes(
  restoreId: string,
  left: RunsLeft,
  { service, random, times }: Killing,
): Promise<number[]> {
  const moments: number[] = [];
  while (moments.length < times) {
    const moment = random.below(moments.length === 0 ? FIRST_MOMENT_MS : LATER_MOMENT_MS);
    // The random moment itself, not a wait for something.
    await new Promise((resolve) => setTimeout(resolve, moment));
    await service.kill();
    const wasInHand = await left.isInHand(restoreId);
    const hasToGetFurther = await left.areWithoutHeadway();
    await service.start();
    if (!wasInHand) break;
    moments.push(moment);
    const hasGotFurther = async (): Promise<true | undefined> =>
      (await left.areWithoutHeadway()) ? undefined : true;
    if (hasToGetFurther)
      await until('what was taken over twice gets further', hasGotFurther, HEADWAY_MS);
  }
  return moments;
}

/**
 * Kills and restarts the service at random moments of a restore, and waits for its end. Gives the
 * moments, ms, and what the page of the restore says then.
 */
export async function killWhileRestoring(
  restoreId: string,
  killing: Killing,
): Promise<{ moments: number[]; html: string }> {
  const { admin, running } = killing;
  const database = await connectDatabase(running.uri, running.databases.service);
  try {
    const moments = await killAtTimes(restoreId, new RunsLeft(database), killing);
    const what = 'the restore ends';
    const html = await restoreEnded(admin, restoreId, { what, withinMs: END_MS });
    return { moments, html };
  } finally {
    await database.close();
  }
}
