import { systemClock } from '../../../../src/clock.ts';
import type { RunHandler } from '../../../../src/core/runs/run-handler.ts';
import type { RunLease } from '../../../../src/core/runs/run-lease.ts';
import { MongoRunQueue } from '../../../../src/storage/queue/mongo-run-queue.ts';
import type { MortalLife } from './mortal-life.ts';
import type { RestoreRig } from '../restore-rig.ts';

const TIMES = { leaseMs: 5_000, heartbeatMs: 100, marginMs: 20 };

/**
 * Claims the next run; one whose holder's heart has stopped is taken over at once, as if the lease
 * had passed meanwhile.
 */
export async function claimRun(
  rig: RestoreRig,
  kind: string,
  clock = systemClock,
): Promise<RunLease> {
  let ahead = 0;
  const queue = new MongoRunQueue(
    rig.connection,
    rig.stores.runCodec,
    { ...clock, monotonicMs: () => clock.monotonicMs() + ahead },
    TIMES,
  );
  for (;;) {
    const lease = await queue.claim([kind]);
    if (lease) return lease;
    ahead += TIMES.leaseMs;
    await systemClock.sleep(5);
  }
}

/** What is waited for needs a run of that kind to be worked. */
export async function attendRun<T>(rig: RestoreRig, kind: string, wanted: Promise<T>): Promise<T> {
  wanted.catch(() => undefined);
  const lease = await claimRun(rig, kind);
  await workRun(lease, handlerOf(rig, kind));
  return wanted;
}

export const handlerOf = (rig: RestoreRig, kind: string, life?: MortalLife): RunHandler => {
  const mortal = life && {
    clock: life.clock(rig.clock),
    access: life.access(rig.access),
    restores: life.store(rig.stores.restores),
  };
  return rig.handlers(mortal).find((handler) => handler.kind.name === kind)!;
};

/** As the worker does it, without a worker. */
export async function workRun(lease: RunLease, handler: RunHandler): Promise<void> {
  await lease.finish({ state: 'complete', ...(await handler.work(lease)) });
  await handler.settle?.(lease.run);
}
