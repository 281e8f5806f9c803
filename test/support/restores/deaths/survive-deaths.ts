import { systemClock } from '../../../../src/clock.ts';
import type { RunId } from '../../../../src/core/kernel/ids.ts';
import type { Run } from '../../../../src/core/runs/run.ts';
import { describeDeath, liveThrough, MortalLife, type Death } from './mortal-life.ts';
import type { RestoreRig } from '../restore-rig.ts';
import { claimRun, handlerOf } from './work-run.ts';

/**
 * Works a restore to its end with the deaths of its workers on the way.
 * Tells which of them came to pass.
 */
export async function surviveDeaths(
  rig: RestoreRig,
  restoreId: RunId,
  deaths: Death[],
): Promise<{ run: Run; calls: number; died: string[] }> {
  const died: string[] = [];
  for (const death of [...deaths, undefined]) {
    const life = new MortalLife(death);
    const lease = await claimRun(rig, 'restore', life.clock(systemClock));
    await liveThrough(life, lease, handlerOf(rig, 'restore', life));
    if (death && life.died) died.push(`${describeDeath(death)}, ${life.calls.at(-1)!}`);
    const run = await rig.stores.runs.get(rig.tenant, restoreId);
    // The last call that killed may have ended it.
    if (run.state !== 'running') return { run, calls: life.calls.length, died };
  }
  throw new Error('The last life has no end.');
}
